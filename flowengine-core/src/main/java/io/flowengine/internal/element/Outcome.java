package io.flowengine.internal.element;

/** How a step ended on an element. */
enum Outcome {
  /** Well. */
  OK,
  /** It failed. */
  BAD,
  /** The child flow was cut short before the element was through. */
  ABORTED,
  /** It did not start or was interrupted, because the run has tripped. */
  CUT,
  /** The element was disabled or removed before its turn. */
  GONE
}
