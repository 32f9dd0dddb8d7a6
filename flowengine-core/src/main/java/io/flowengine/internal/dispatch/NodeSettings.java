package io.flowengine.internal.dispatch;

import java.time.Duration;

/**
 * The numbers of one node.
 *
 * @param lease how long a lease lasts after its last renewal
 * @param renewal how often leases are renewed
 * @param sweep how often the node looks by itself for what is due
 * @param parking how long a stack may stand by
 * @param flush how long something may ride before it is made durable
 */
public record NodeSettings(
    Duration lease, Duration renewal, Duration sweep, Duration parking, Duration flush) {
  /** The defaults. */
  public static final NodeSettings DEFAULTS =
      new NodeSettings(
          Duration.ofSeconds(10),
          Duration.ofSeconds(3),
          Duration.ofSeconds(30),
          Duration.ofSeconds(10),
          Duration.ofSeconds(1));
}
