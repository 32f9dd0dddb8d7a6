package io.flowengine.python.internal.stop;

/**
 * Unwinds a Python stack without running any code of the script: no {@code except}, no {@code
 * finally}, no {@code __exit__}.
 *
 * <p>{@link ThreadDeath} is the one throwable that the interpreter lets through as it is; any other
 * error can be caught by a bare {@code except}. The JDK keeps the class although it stops no
 * threads any more. This is the only place that names it, so that the mechanism can change.
 */
public final class StackDrop {
  private StackDrop() {}

  /** {@return what to throw} */
  @SuppressWarnings("removal")
  public static Error make() {
    return new ThreadDeath();
  }
}
