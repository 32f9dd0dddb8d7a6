package io.flowengine.python.internal.bridge;

/** The connection of a script that runs. */
public interface Connected {
  /** {@return how many calls the script has made} */
  long made();

  /**
   * Notes that the stack of the script is being unwound, so that what it returns does not count.
   */
  void drop();
}
