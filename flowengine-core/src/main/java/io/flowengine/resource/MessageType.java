package io.flowengine.resource;

/** How a message is to be shown. Says nothing about what happens with it. */
public enum MessageType {
  /** Something went well. */
  SUCCESS,
  /** Something to know; the default. */
  INFO,
  /** Something to be careful about. */
  WARNING,
  /** Something went wrong. */
  ERROR,
  /** Something to be shown at once, in front of everything else. */
  POPUP
}
