package io.flowengine.execution;

/**
 * The engine was closed and takes no calls any more. What it was doing is in its store, for the
 * next engine.
 */
public final class EngineClosedException extends FlowEngineException {
  private static final long serialVersionUID = 1;

  /** Makes an exception. */
  public EngineClosedException() {
    super("the engine is closed; open a new one on the same store to go on");
  }
}
