package io.flowengine.execution;

/** How far a script that stands before a line goes on, at its developer's wish. */
public enum StepMode {
  /** To the next line, also one of a function of the script that is called meanwhile. */
  INTO,
  /** To the next line of the same function, or of a caller if that is left before. */
  OVER,
  /** To the next line of a caller. */
  OUT
}
