package io.flowengine.internal.element;

import io.flowengine.element.ElementEvent;
import io.flowengine.element.ElementEvent.Kind;
import io.flowengine.element.TaskResult;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Numbers what happens in a run and keeps it. */
final class EventLog implements Telling {
  private final InstantSource time;
  private final List<ElementEvent> events = new ArrayList<>();

  EventLog(InstantSource time) {
    this.time = time;
  }

  @Override
  public void tell(
      Kind kind,
      ElementRun run,
      @Nullable Member element,
      @Nullable String step,
      @Nullable Object detail) {
    events.add(event(events.size() + 1L, time, kind, run, element, step, detail));
  }

  static ElementEvent event(
      long sequence,
      InstantSource time,
      Kind kind,
      ElementRun run,
      @Nullable Member element,
      @Nullable String step,
      @Nullable Object detail) {
    return new ElementEvent(
        sequence,
        time.instant(),
        kind,
        run.place().path(),
        run.flow().name(),
        element == null ? null : element.id(),
        step,
        text(detail));
  }

  private static @Nullable String text(@Nullable Object detail) {
    if (detail instanceof TaskResult result) {
      return result.message() == null
          ? result.outcome().name()
          : result.outcome() + ": " + result.message();
    }
    return detail == null ? null : detail.toString();
  }

  List<ElementEvent> events() {
    return events;
  }
}
