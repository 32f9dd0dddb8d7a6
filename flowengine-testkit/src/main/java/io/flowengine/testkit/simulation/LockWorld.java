package io.flowengine.testkit.simulation;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.FlowEngine;
import io.flowengine.HeldLock;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import io.flowengine.flow.FlowContext;
import io.flowengine.flow.FlowSystem;
import io.flowengine.flow.LockTimeoutException;
import io.flowengine.resource.Setting;
import io.flowengine.spi.JournalEntry;
import io.flowengine.spi.Store;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Many flows compete for the lock of one setting and count in its value: each reads it, sleeps, and
 * writes one more, which loses a count if two of them are inside at the same time. Nodes crash,
 * stall and restart meanwhile, and flows are paused, cancelled, ended by force, or run out of
 * patience.
 */
final class LockWorld {
  private static final int FLOWS = 8;
  private static final int ROUNDS = 2;
  private static final int DISTURBED = 40;
  private static final Duration LIMIT = Duration.ofHours(3);
  private static final String COUNTER = "counter";

  private final Simulation simulation;
  private final Store raw;
  private final Cluster cluster;
  private int waits;

  LockWorld(long seed, Store raw) {
    this.raw = raw;
    simulation = new Simulation(seed);
    cluster =
        new Cluster(
            simulation,
            raw,
            builder ->
                builder
                    .flow("set up", (system, self, inputs) -> setUp(system))
                    .flow("count", (system, self, inputs) -> count(system, self)));
  }

  void run() {
    simulation.run(LIMIT, this::scenario);
  }

  /** How often somebody had to wait for the lock: without that a world shows nothing. */
  int waits() {
    return waits;
  }

  private void scenario() {
    cluster.open();
    cluster.engine().flow("set up").start();
    while (!cluster.isOver()) {
      rest();
    }
    for (int i = 0; i < FLOWS; i++) {
      cluster.engine().flow("count").name("count " + i).start();
    }
    for (int round = 0; round < 2000 && !cluster.isOver(); round++) {
      cluster.replaceCrashed();
      if (round < DISTURBED) {
        disturb();
      } else {
        help();
      }
      rest();
    }
    assertThat(cluster.isOver())
        .as("everything ends: %s, %s", cluster.executions(), raw.cell("lock", setting()))
        .isTrue();
    check();
    cluster.close();
  }

  private void rest() {
    simulation.rest(Duration.ofMillis(200 + simulation.random().nextInt(3000)));
  }

  // ---------------------------------------------------------------- what the flows do

  private static @Nullable Object setUp(FlowSystem system) {
    system.setting(COUNTER).saveValue(0);
    return null;
  }

  private static @Nullable Object count(FlowSystem system, FlowContext self) {
    Setting counter = system.setting(COUNTER);
    for (int round = 0; round < ROUNDS; round++) {
      boolean impatient = self.random().nextInt(4) == 0;
      try {
        counter.acquire(impatient ? Duration.ofSeconds(self.random().nextInt(20)) : null);
      } catch (LockTimeoutException e) {
        continue;
      }
      try {
        long before = (long) requireNonNull(counter.load("value"));
        self.sleep(Duration.ofMillis(self.random().nextInt(4000)));
        counter.saveValue(before + 1);
      } finally {
        counter.release();
      }
    }
    return null;
  }

  // ---------------------------------------------------------------- what goes wrong

  private void disturb() {
    switch (simulation.random().nextInt(12)) {
      case 0, 1 -> cluster.crash();
      case 2, 3 -> cluster.pauseSomething();
      case 4 -> cluster.restart();
      case 5 -> cluster.stall();
      case 6 -> cluster.engine().execution(something().id()).cancel();
      case 7 -> {
        boolean unused = cluster.engine().operations().forceEnd(something().id(), "by force");
      }
      default -> help();
    }
  }

  private ExecutionRecord something() {
    List<ExecutionRecord> all = cluster.executions();
    return all.get(simulation.random().nextInt(all.size()));
  }

  /**
   * What people have to do so that everything can end: resume what is paused, and free what
   * somebody left locked who has ended.
   */
  private void help() {
    cluster.resumeEverything();
    FlowEngine engine = cluster.engine();
    for (HeldLock lock : engine.operations().locks()) {
      ExecutionRecord holder = raw.executions(List.of(lock.holder())).getFirst();
      if (holder.status().isEnded() && isTaken(holder)) {
        boolean unused = engine.operations().releaseLock(lock);
      }
    }
  }

  /** An offer to somebody who has ended since must pass on without help. */
  private boolean isTaken(ExecutionRecord holder) {
    return raw.journal(holder.id()).stream()
        .filter(entry -> entry.call().name().equals("acquire"))
        .reduce((first, second) -> second)
        .map(JournalEntry::isComplete)
        .orElse(false);
  }

  // ---------------------------------------------------------------- what must hold

  private String setting() {
    return raw.record(RecordRef.of(RecordType.SETTING, COUNTER)).orElseThrow().id();
  }

  private void check() {
    long counted = 0;
    for (ExecutionRecord record : cluster.executions()) {
      for (JournalEntry entry : raw.journal(record.id())) {
        boolean counts = record.name().startsWith("count") && entry.isComplete();
        counted += counts && entry.call().name().equals("save_record") ? 1 : 0;
        boolean waited =
            entry.call().name().equals("acquire")
                && entry.endedAt() != null
                && entry.endedAt().isAfter(entry.createdAt());
        waits += waited ? 1 : 0;
      }
    }
    Object value =
        raw.record(RecordRef.of(RecordType.SETTING, COUNTER))
            .orElseThrow()
            .fields()
            .toMap()
            .get("value");
    assertThat(value).as("nobody was inside together with somebody else").isEqualTo(counted);
    for (HeldLock lock : cluster.engine().operations().locks()) {
      assertThat(lock.waiting())
          .as("nobody waits who has not ended")
          .allMatch(id -> raw.executions(List.of(id)).getFirst().status().isEnded());
    }
  }
}
