package io.flowengine.jdbc;

/** Whose time decides that the lease of a node has run out. */
public enum LeaseClock {
  /**
   * The database's. Nodes whose clocks differ agree on who lives. The default for PostgreSQL. How
   * long a lease lasts is what {@code renew} says, counted from the moment the database sees it.
   */
  DATABASE,
  /**
   * The engine's, as it comes with each call. The default for SQLite, which one JVM has for itself,
   * and for tests that move the time.
   */
  ENGINE
}
