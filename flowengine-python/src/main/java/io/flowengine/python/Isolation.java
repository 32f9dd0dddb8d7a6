package io.flowengine.python;

/**
 * Which executions share an interpreter, and with it the modules they import. Every execution has
 * module globals of its own in any case, and the sandbox is the same.
 */
public enum Isolation {
  /** All executions share a few warm interpreters. */
  SHARED,
  /** Executions of different projects do not share an interpreter. */
  PER_PROJECT,
  /** Each execution has an interpreter of its own, which takes some 50 ms to make. */
  PER_EXECUTION
}
