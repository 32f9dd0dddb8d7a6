package io.flowengine.element;

import org.jspecify.annotations.Nullable;

/** What the parts of a task see: the attempt, and what the parts before have come to. */
public interface TaskScope extends TaskCall {
  /**
   * {@return the command or message that is to be sent; null before it is rendered, or if none is}
   */
  @Nullable Object command();

  /** {@return what the element answered; null before the answer is there} */
  @Nullable Object answer();

  /** {@return what the answer was turned into; the answer itself if nothing turned it} */
  @Nullable Object data();
}
