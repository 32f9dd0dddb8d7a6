package io.flowengine.testkit;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.spi.Commit;
import io.flowengine.spi.CommitResult;
import io.flowengine.spi.CommitResult.Committed;
import io.flowengine.spi.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Looks over the shoulder of a store, and notes what must never happen. Thread-safe. */
final class AuditingStore extends ForwardingStore {
  private final Map<ExecutionId, Commit.Fence> ends = new ConcurrentHashMap<>();
  private final Set<String> nodes = ConcurrentHashMap.newKeySet();
  private final List<String> findings = Collections.synchronizedList(new ArrayList<>());

  AuditingStore(Store store) {
    super(store);
  }

  @Override
  public CommitResult commit(Commit commit, Instant now) {
    nodes.add(commit.node());
    CommitResult result = super.commit(commit, now);
    if (result instanceof Committed committed) {
      audit(commit, committed);
    }
    return result;
  }

  private void audit(Commit commit, Committed committed) {
    ExecutionRecord update = commit.update();
    Commit.Fence fence = commit.fence();
    if (update != null && fence != null && update.status().isEnded()) {
      Commit.Fence earlier = ends.putIfAbsent(update.id(), fence);
      if (earlier != null && !earlier.equals(fence)) {
        findings.add(update.name() + " ended twice: by " + earlier + " and by " + fence);
      }
    }
    if (new HashSet<>(committed.woken()).size() < committed.woken().size()) {
      findings.add("one commit woke an execution twice: " + committed.woken());
    }
  }

  /** {@return the names of all nodes that have committed} */
  Set<String> nodes() {
    return nodes;
  }

  /** {@return what should not have happened} */
  List<String> findings() {
    return List.copyOf(findings);
  }
}
