package io.flowengine.resource;

/** What becomes of fires that could not take place in time. */
public enum Misfire {
  /** They are missed. */
  SKIP,
  /** The last one takes place, the others are missed. */
  ONCE,
  /** All take place, one after the other. */
  ALL
}
