package io.flowengine.internal.element;

import io.flowengine.element.ElementStep;
import io.flowengine.spi.StepAnswer;
import org.jspecify.annotations.Nullable;

/** The way of one element through its flow. */
interface Course {
  /** The step it stands at, which may be one that only decides; null at the end. */
  @Nullable ElementStep step();

  /** True if the end was reached by a failure. */
  boolean hasFailed();

  /** True if it stands at a step that only decides which comes next. */
  boolean isAtDecision();

  /** Decides. */
  void decide();

  /** The step has gone well, or is not to matter. */
  void succeed(StepAnswer answer);

  /**
   * The step has failed.
   *
   * @return true if that is caught, at once or after parts that run in any case
   */
  boolean fail(StepAnswer answer);

  /** It goes no further. */
  void stop();

  /**
   * Where it stands: a path, compared number by number. Among courses of one flow the earliest go
   * on first. Not to be asked at the end.
   */
  int[] position();
}
