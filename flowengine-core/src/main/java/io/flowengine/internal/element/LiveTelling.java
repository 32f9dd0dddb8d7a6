package io.flowengine.internal.element;

import io.flowengine.element.ElementEvent;
import io.flowengine.element.ElementEvent.Kind;
import io.flowengine.element.ElementListener;
import io.flowengine.execution.ExecutionId;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Numbers what happens in a run, and tells listeners of what they have not heard. */
final class LiveTelling implements Telling {
  private static final Logger LOG = LoggerFactory.getLogger(LiveTelling.class);

  private final ExecutionId execution;
  private final List<ElementListener> listeners;
  private final InstantSource time;
  private boolean isLive;
  private long sequence;

  LiveTelling(ExecutionId execution, List<ElementListener> listeners, InstantSource time) {
    this.execution = execution;
    this.listeners = listeners;
    this.time = time;
  }

  /** What comes now has not been told before. */
  void goLive() {
    isLive = true;
  }

  @Override
  public void tell(
      Kind kind,
      ElementRun run,
      @Nullable Member element,
      @Nullable String step,
      @Nullable Object detail) {
    sequence++;
    if (isLive && !listeners.isEmpty()) {
      tell(EventLog.event(sequence, time, kind, run, element, step, detail));
    }
  }

  private void tell(ElementEvent event) {
    String failed = null;
    for (ElementListener listener : listeners) {
      try {
        listener.on(execution, event);
      } catch (RuntimeException e) {
        LOG.warn("a listener of elements failed at {}", event, e);
        failed = String.valueOf(e);
      }
    }
    if (failed != null && event.kind() != Kind.LISTENER_ERROR) {
      tell(
          new ElementEvent(
              event.sequence(),
              event.at(),
              Kind.LISTENER_ERROR,
              event.run(),
              event.flow(),
              event.element(),
              event.step(),
              failed));
    }
  }
}
