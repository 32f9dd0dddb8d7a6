package io.flowengine.element;

/** What has become of an element in a run. Exactly one at the end. */
public enum ElementStatus {
  /** All its steps went well, or their failures were rescued or ignored. */
  OK,
  /** A step failed on it. */
  FAILED,
  /** It had run something when the run was cut short. */
  ABORTED,
  /** The run was cut short before its turn. */
  NOT_STARTED,
  /** The run was cancelled before the element was through. */
  CANCELLED,
  /** It was not worked on: it was disabled or removed before its turn, or locked by another run. */
  SKIPPED
}
