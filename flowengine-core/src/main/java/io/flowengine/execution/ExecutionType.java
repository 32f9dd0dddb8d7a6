package io.flowengine.execution;

/**
 * What kind of work an execution does. The names are the strings that scripts, filters and stores
 * use.
 */
public enum ExecutionType {
  /** Runs a named flow. */
  FLOW,
  /** Runs source text that was handed over with the call. */
  SCRIPT,
  /** One use of a connector to another system. */
  CONNECTION,
  /** Waits for points in time and starts a flow at each. */
  SCHEDULE
}
