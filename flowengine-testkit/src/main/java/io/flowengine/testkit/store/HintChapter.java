package io.flowengine.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.spi.InboxItem;
import io.flowengine.spi.Store;
import io.flowengine.testkit.store.StoreWorld.Lease;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Hints about what other nodes commit; a store may have none. */
abstract class HintChapter extends Chapter {
  private static final long PATIENCE_MILLIS = 3000;

  private final LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private Runnable end = () -> {};

  HintChapter(StoreKit kit) {
    super(kit);
  }

  @BeforeEach
  void subscribe() throws InterruptedException {
    Runnable own = store().subscribe("a", new Heard(new LinkedBlockingQueue<>()));
    end = store().subscribe("b", new Heard(heard));
    ExecutionRecord probe = world().due("probe");
    String hint = heard.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    kit.report("hints about the commits of other nodes", hint != null);
    assumeTrue(hint != null, "this store gives no hints");
    assertThat(hint).isEqualTo("due " + probe.id());
    assertThat(own).isNotNull();
  }

  private record Heard(LinkedBlockingQueue<String> hints) implements Store.Listener {
    @Override
    public void due(List<ExecutionId> executions) {
      executions.forEach(id -> hints.add("due " + id));
    }

    @Override
    public void stirred(List<ExecutionId> executions) {
      executions.forEach(id -> hints.add("stirred " + id));
    }

    @Override
    public void ended(ExecutionId execution) {
      hints.add("ended " + execution);
    }
  }

  private String next() throws InterruptedException {
    return String.valueOf(heard.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS));
  }

  @Test
  void what_becomes_due_is_told() throws InterruptedException {
    ExecutionRecord record = world().due("one");
    assertThat(next()).isEqualTo("due " + record.id());
  }

  @Test
  void what_is_stirred_is_told() throws InterruptedException {
    Lease lease = world().held("one");
    InboxItem item =
        new InboxItem(
            lease.id(),
            "item",
            InboxItem.Kind.CANCEL,
            io.flowengine.execution.Value.EMPTY,
            world().now);
    world().committed(new io.flowengine.spi.Commit("a").send(item));
    assertThat(next()).isEqualTo("stirred " + lease.id());
  }

  @Test
  void ends_are_told() throws InterruptedException {
    Lease lease = world().held("one");
    lease.end(ExecutionStatus.ENDED_SUCCESS);
    assertThat(next()).isEqualTo("ended " + lease.id());
  }

  @Test
  void after_the_end_of_the_subscription_nothing_is_told() throws InterruptedException {
    end.run();
    world().due("one");
    assertThat(heard.poll(100, TimeUnit.MILLISECONDS)).isNull();
  }
}
