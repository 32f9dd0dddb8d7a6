package io.flowengine.internal.memory;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/** A node, until when it is known to live, and what it holds. Guarded by the store's lock. */
final class NodeLease {
  final String node;
  final Set<Slot> held = new HashSet<>();
  Instant until = Instant.MIN;

  NodeLease(String node) {
    this.node = node;
  }
}
