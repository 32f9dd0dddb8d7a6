package io.flowengine.jdbc.process;

import io.flowengine.execution.Value;
import io.flowengine.jdbc.JdbcStore;
import io.flowengine.jdbc.LeaseClock;
import io.flowengine.spi.Commit;
import io.flowengine.spi.CommitResult;
import io.flowengine.testkit.process.ChildJvm;
import java.time.Instant;

/**
 * A JVM whose threads count, each in a cell of its own, and tell each number that the store has
 * acknowledged. Arguments: the address of the store, how many threads, how far each counts.
 */
final class CountingJvm {
  static final String SPACE = "counters";
  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

  private CountingJvm() {}

  public static void main(String[] args) throws InterruptedException {
    int threads = Integer.parseInt(args[1]);
    long last = Long.parseLong(args[2]);
    Thread[] counting = new Thread[threads];
    try (JdbcStore store = StoreAddress.open(args[0], LeaseClock.ENGINE)) {
      ChildJvm.tell("begin");
      for (int i = 0; i < threads; i++) {
        String name = "counter-" + i;
        counting[i] = Thread.ofVirtual().start(() -> count(store, name, last));
      }
      for (Thread thread : counting) {
        thread.join();
      }
    }
    ChildJvm.tell("end");
  }

  private static void count(JdbcStore store, String name, long last) {
    for (long number = 1; number <= last; number++) {
      Commit commit = new Commit("a").write(SPACE, name, number - 1, Value.of(number));
      if (!(store.commit(commit, NOW) instanceof CommitResult.Committed)) {
        throw new IllegalStateException(name + " meets a conflict at " + number);
      }
      ChildJvm.tell(name + " " + number);
    }
  }
}
