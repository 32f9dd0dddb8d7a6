package io.flowengine.testkit.connector;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.ExecutionType;
import io.flowengine.spi.Claim;
import io.flowengine.spi.Commit;
import io.flowengine.spi.CommitResult;
import io.flowengine.spi.Store;
import io.flowengine.spi.StoreException;
import io.flowengine.testkit.ForwardingStore;
import java.time.Instant;
import java.util.List;

/** A store that a node cannot write to any more from some moment on, until it is mended. */
final class SeveredStore extends ForwardingStore {
  private volatile boolean severed;
  private volatile boolean isArmed;

  SeveredStore(Store store) {
    super(store);
  }

  void sever() {
    severed = true;
  }

  /** From the commit on by which a connection ends; that one is lost. */
  void severAtTheEndOfAConnection() {
    isArmed = true;
  }

  boolean isSevered() {
    return severed;
  }

  void mend() {
    isArmed = false;
    severed = false;
  }

  private static boolean endsConnection(Commit commit) {
    ExecutionRecord record = commit.update();
    return record != null
        && record.origin().type() == ExecutionType.CONNECTION
        && record.status().isEnded();
  }

  private void require() {
    if (severed) {
      throw new StoreException("the test has cut this node off", null);
    }
  }

  @Override
  public CommitResult commit(Commit commit, Instant now) {
    severed |= isArmed && endsConnection(commit);
    require();
    return super.commit(commit, now);
  }

  @Override
  public List<Claim> claim(Claim.Request request) {
    require();
    return super.claim(request);
  }

  @Override
  public List<ExecutionId> renew(String node, Instant now, Instant until) {
    require();
    return super.renew(node, now, until);
  }
}
