package io.flowengine.internal.node;

import io.flowengine.execution.ExecutionRecord;
import io.flowengine.spi.Commit;
import io.flowengine.spi.CommitResult;
import io.flowengine.spi.CommitResult.Committed;
import io.flowengine.spi.Environment;
import io.flowengine.spi.Store;

/** Hands commits to the store and passes on what they cause. Thread-safe. */
public final class Committer {
  private final Store store;
  private final Environment environment;
  private final Host host;

  /**
   * Makes a committer.
   *
   * @param store where commits go
   * @param environment the engine's time
   * @param host who hears of what a commit causes
   */
  public Committer(Store store, Environment environment, Host host) {
    this.store = store;
    this.environment = environment;
    this.host = host;
  }

  /**
   * Makes a commit durable. {@link #follow} must be called with the result.
   *
   * @param commit the commit
   * @return what became of it
   */
  public CommitResult commit(Commit commit) {
    return store.commit(commit, environment.instant());
  }

  /**
   * Passes on what a commit caused: whom it woke, who has something in the inbox, who ended.
   *
   * @param commit the commit
   * @param result what became of it
   */
  public void follow(Commit commit, Committed result) {
    ExecutionRecord update = commit.update();
    if (update != null && (update.status().isEnded() || update.state().reason() != null)) {
      host.settled(update);
    }
    if (!result.stirred().isEmpty()) {
      host.stirred(result.stirred());
    }
    if (!result.woken().isEmpty()) {
      host.due(result.woken());
    }
  }
}
