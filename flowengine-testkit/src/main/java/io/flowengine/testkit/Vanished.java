package io.flowengine.testkit;

/** Ends a housekeeping thread of a node that has crashed. */
final class Vanished extends Error {
  private static final long serialVersionUID = 1;

  Vanished() {
    super("the node of this thread has crashed", null, false, false);
  }
}
