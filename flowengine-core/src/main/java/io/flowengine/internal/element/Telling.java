package io.flowengine.internal.element;

import io.flowengine.element.ElementEvent.Kind;
import org.jspecify.annotations.Nullable;

/** Is told of all that happens in a run. */
@FunctionalInterface
interface Telling {
  /** Listens to nothing. */
  Telling NOBODY = (kind, run, element, step, detail) -> {};

  /**
   * Hears of something.
   *
   * @param kind what
   * @param run in which run, or child run
   * @param element the element; null if it is not about one
   * @param step the id of the step; null if it is not about one
   * @param detail what more there is to say, made text if somebody reads it; null if nothing
   */
  void tell(
      Kind kind,
      ElementRun run,
      @Nullable Member element,
      @Nullable String step,
      @Nullable Object detail);
}
