package io.flowengine.internal.handler;

/**
 * Unwinds a handler whose execution ends. Not exported, so that a handler cannot catch it by name.
 */
final class EndSignal extends Error {
  private static final long serialVersionUID = 1;

  EndSignal(String message) {
    super(message, null, false, false);
  }
}
