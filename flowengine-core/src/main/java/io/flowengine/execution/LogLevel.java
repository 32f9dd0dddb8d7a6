package io.flowengine.execution;

/** How much a log entry matters. Scripts see the names in lower case. */
public enum LogLevel {
  /** What happens. */
  INFO,
  /** What somebody should look at. */
  WARNING,
  /** What failed. */
  ERROR
}
