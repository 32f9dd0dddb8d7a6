package io.flowengine.jdbc.internal.notice;

import io.flowengine.spi.Commit;
import io.flowengine.spi.CommitResult;
import io.flowengine.spi.Store.Listener;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The listeners of this store, by node. Thread-safe. */
public final class Notices {
  private final Map<String, Listener> listeners = new ConcurrentHashMap<>();

  /** Makes a store's notices without listeners. */
  public Notices() {}

  /** Adds the listener of a node; the result takes it away. */
  public Runnable subscribe(String node, Listener listener) {
    listeners.put(node, listener);
    return () -> listeners.remove(node, listener);
  }

  /** Tells the listeners of all other nodes what a commit did. */
  public void tell(Commit commit, CommitResult result) {
    if (listeners.size() > 1 || !listeners.containsKey(commit.node())) {
      for (Notice notice : listeners.isEmpty() ? List.<Notice>of() : Notice.of(commit, result)) {
        listeners.forEach(
            (node, listener) -> {
              if (!node.equals(commit.node())) {
                notice.tell(listener);
              }
            });
      }
    }
  }

  void tellAll(Notice notice) {
    listeners.values().forEach(notice::tell);
  }

  /** Forgets all listeners. */
  public void clear() {
    listeners.clear();
  }
}
