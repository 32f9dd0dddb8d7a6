package io.flowengine.resource;

/** What becomes of a fire while the former run has not ended. */
public enum Overlap {
  /** It is skipped. */
  SKIP,
  /** It takes place. */
  ALLOW,
  /** It takes place when those before it have ended. */
  QUEUE,
  /** The former run is cancelled, and it takes place when that has ended. */
  CANCEL_PREVIOUS
}
