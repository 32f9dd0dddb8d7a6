package io.flowengine.internal.element;

import io.flowengine.internal.element.Moment.Ended;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks from time to time whether somebody wants child runs of a run cancelled. */
final class CancelledChildren {
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Workshop shop;
  private final JournaledStage stage;
  private final String execution;
  private @Nullable Instant lookAt;

  CancelledChildren(Workshop shop, JournaledStage stage, String execution) {
    this.shop = shop;
    this.stage = stage;
    this.execution = execution;
  }

  /** The child runs to be cancelled that have not ended. */
  List<Ended> hear(Instant now) {
    if (stage.childRuns().isEmpty()) {
      lookAt = null;
      return List.of();
    }
    if (lookAt == null) {
      lookAt = now.plus(LOOK);
    }
    if (now.isBefore(lookAt)) {
      return List.of();
    }
    lookAt = now.plus(LOOK);
    List<Ended> heard = new ArrayList<>(0);
    for (String path : shop.cancelledChildren(execution)) {
      Integer number = stage.childRuns().get(path);
      if (number != null) {
        heard.add(new Ended(number, Ending.ok()));
      }
    }
    return heard;
  }

  /** When to look again; null if there is no child run. */
  @Nullable Instant next() {
    return lookAt;
  }
}
