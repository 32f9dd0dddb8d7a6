package io.flowengine.testkit.store;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.ReturnWhen;
import io.flowengine.execution.Value;
import io.flowengine.spi.Cell;
import io.flowengine.spi.Claim;
import io.flowengine.spi.Commit;
import io.flowengine.spi.CommitResult.Committed;
import io.flowengine.spi.Wait;
import io.flowengine.testkit.store.StoreWorld.Lease;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Many threads at the same time. */
abstract class ConcurrencyChapter extends Chapter {
  private static final int THREADS = 8;

  ConcurrencyChapter(StoreKit kit) {
    super(kit);
  }

  private static <T> void inParallel(List<Callable<T>> tasks) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      for (Future<T> done : threads.invokeAll(tasks)) {
        done.get();
      }
    }
  }

  @Test
  void no_compare_and_set_is_lost() throws Exception {
    long each = 50;
    Callable<Void> count =
        () -> {
          for (int i = 0; i < each; i++) {
            increment();
          }
          return null;
        };
    inParallel(Collections.nCopies(THREADS, count));
    Cell cell = store().cell("space", "counter");
    assertThat(cell.value()).isEqualTo(Value.of(THREADS * each));
    assertThat(cell.version()).isEqualTo(THREADS * each);
  }

  private void increment() {
    while (true) {
      Cell cell = store().cell("space", "counter");
      long value = cell.version() == 0 ? 0 : (long) requireNonNull(cell.value().toObject());
      Commit commit =
          new Commit("a").write("space", "counter", cell.version(), Value.of(value + 1));
      if (store().commit(commit, world().now) instanceof Committed) {
        return;
      }
    }
  }

  @Test
  void every_execution_is_claimed_once() throws Exception {
    int count = 200;
    IntStream.range(0, count).forEach(i -> world().due("e" + i));
    List<ExecutionId> claimed = Collections.synchronizedList(new ArrayList<>());
    List<Callable<Void>> claimers = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      String node = i % 2 == 0 ? "a" : "b";
      claimers.add(
          () -> {
            List<Claim> got = world().claim(node, 7);
            while (!got.isEmpty()) {
              got.forEach(claim -> claimed.add(claim.record().id()));
              got = world().claim(node, 7);
            }
            return null;
          });
    }
    inParallel(claimers);
    assertThat(claimed).hasSize(count).doesNotHaveDuplicates();
  }

  @Test
  void no_wake_up_is_lost_between_a_wait_and_an_end() throws Exception {
    int count = 100;
    List<Lease> targets = IntStream.range(0, count).mapToObj(i -> world().held("t" + i)).toList();
    List<Lease> waiters = IntStream.range(0, count).mapToObj(i -> world().held("w" + i)).toList();
    List<ExecutionId> awake = Collections.synchronizedList(new ArrayList<>());
    List<Callable<Void>> tasks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Lease target = targets.get(i);
      Lease waiter = waiters.get(i);
      tasks.add(
          () -> {
            awake.addAll(target.end(ExecutionStatus.ENDED_SUCCESS).woken());
            return null;
          });
      tasks.add(
          () -> {
            Wait wait = new Wait(List.of(target.id()), ReturnWhen.ALL_ENDED, List.of());
            if (!waiter.release(wait, null).released()) {
              awake.add(waiter.id());
            }
            return null;
          });
    }
    inParallel(tasks);
    assertThat(awake).containsExactlyInAnyOrderElementsOf(waiters.stream().map(Lease::id).toList());
  }
}
