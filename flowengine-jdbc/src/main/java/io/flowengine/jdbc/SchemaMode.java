package io.flowengine.jdbc;

/** What a store does about its tables when it is opened. */
public enum SchemaMode {
  /** Makes them, or brings them up to date. The default. */
  MIGRATE,
  /**
   * Changes nothing, and refuses to open if a table is missing or has another version. For hosts
   * that run the migrations themselves, under an account of its own.
   */
  CHECK
}
