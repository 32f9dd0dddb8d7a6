package io.flowengine.testkit;

import static java.util.Objects.requireNonNull;

import io.flowengine.FlowEngine;
import io.flowengine.FlowEngineBuilder;
import io.flowengine.OpenMessage;
import io.flowengine.execution.EngineClosedException;
import io.flowengine.execution.Query;
import io.flowengine.execution.RecordType;
import io.flowengine.spi.Environment;
import io.flowengine.spi.Store;
import io.flowengine.testkit.CrashingStore.Moment;
import io.flowengine.testkit.FaultyStore.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** One run of the flow of the {@link RecoveryKit}, with engines that replace each other. */
final class RecoveryStory {
  private static final int ROUNDS = 50;

  private final VirtualTime time = VirtualTime.automatic();
  private final AuditingStore store;
  private final FaultyStore faulty;
  private final BiConsumer<FlowEngineBuilder, Runnable> flows;
  private final AtomicInteger effects = new AtomicInteger();
  private Environment node = time.node();
  private CrashingStore crashing;
  private @Nullable FlowEngine engine;

  RecoveryStory(Store store, BiConsumer<FlowEngineBuilder, Runnable> flows) {
    this.store = new AuditingStore(store);
    this.faulty = new FaultyStore(this.store, time);
    this.crashing = new CrashingStore(faulty, time, node);
    this.flows = flows;
  }

  void crashAt(int commit, Moment moment) {
    crashing.crashAt(commit, moment);
  }

  void failAt(int commit, Fault fault) {
    faulty.commits((number, any) -> number == commit ? fault : Fault.NONE);
  }

  /** Plays until everything has ended, and closes the engine. */
  void play() {
    for (int round = 0; round < ROUNDS; round++) {
      try {
        FlowEngine open = open();
        open.flow("everything").input("number", 21).idempotencyKey("once").start();
        time.settle();
        answer(open);
        time.settle();
        if (isOver() && !time.isCrashed(node)) {
          open.close();
          time.settle();
          return;
        }
        time.advance(Duration.ofSeconds(40));
      } catch (EngineClosedException e) {
        requireCrash(e);
      }
      if (time.isCrashed(node)) {
        node = time.node();
        crashing = new CrashingStore(faulty, time, node);
        engine = null;
      }
    }
    throw new AssertionError("no end after " + ROUNDS + " rounds:\n" + tell());
  }

  private void requireCrash(EngineClosedException e) {
    if (!time.isCrashed(node)) {
      throw e;
    }
  }

  private FlowEngine open() {
    if (engine == null) {
      FlowEngineBuilder builder = FlowEngine.builder().environment(node).store(crashing);
      flows.accept(builder, effects::incrementAndGet);
      engine = builder.build();
    }
    return engine;
  }

  private static void answer(FlowEngine open) {
    for (OpenMessage message : open.openMessages()) {
      open.answer(message.id(), Map.of("string", "yes"));
    }
  }

  private boolean isOver() {
    return Story.all(store).stream().allMatch(record -> record.status().isEnded());
  }

  Store store() {
    return store;
  }

  int commits() {
    return crashing.commits();
  }

  int effects() {
    return effects.get();
  }

  int messages() {
    return store.records(RecordType.MESSAGE, Query.all()).items().size();
  }

  List<String> findings() {
    List<String> findings = new ArrayList<>(store.findings());
    findings.addAll(Invariants.open(store));
    findings.addAll(time.threads(node));
    findings.addAll(
        ReplayCheck.findings(
            store,
            copy -> {
              FlowEngineBuilder builder = FlowEngine.builder().store(copy);
              flows.accept(builder, () -> findings.add("the step ran again"));
              return builder;
            },
            VirtualTime.manual()));
    return findings;
  }

  String tell() {
    return Story.of(requireNonNull(store), time.now());
  }
}
