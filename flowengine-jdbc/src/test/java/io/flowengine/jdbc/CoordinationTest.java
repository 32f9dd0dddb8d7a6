package io.flowengine.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.FlowEngine;
import io.flowengine.HeldLock;
import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.flow.FlowContext;
import io.flowengine.flow.FlowSystem;
import io.flowengine.resource.Setting;
import io.flowengine.spi.Environment;
import io.flowengine.testkit.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Locks, signals and continuations in a database, over the death of an engine. */
abstract class CoordinationTest {
  private final VirtualTime time = VirtualTime.manual();
  private JdbcStore store;
  private Environment node;
  private FlowEngine engine;

  abstract JdbcStore newStore();

  @BeforeEach
  void open() {
    store = newStore();
    openEngine();
  }

  private void openEngine() {
    node = time.node();
    engine =
        FlowEngine.builder()
            .environment(node)
            .store(store)
            .shutdown(Duration.ZERO)
            .flow("locked", (system, self, inputs) -> locked(system, self))
            .flow("rounds", (system, self, inputs) -> round(self, (long) inputs.get("round")))
            .flow("parent", (system, self, inputs) -> parent(self))
            .build();
    time.settle();
  }

  @AfterEach
  void close() {
    engine.close();
    store.close();
  }

  private void crash() {
    time.crash(node);
    openEngine();
    time.advance(Duration.ofSeconds(60));
  }

  private Execution start(String flow) {
    Execution execution = engine.flow(flow).input("round", 0).start();
    time.settle();
    return execution;
  }

  private static @Nullable Object locked(FlowSystem system, FlowContext self) {
    Setting door = system.setting("door");
    if (!door.exists()) {
      door.saveValue(0);
    }
    door.acquire();
    Object said = self.receive("go");
    door.release();
    return said;
  }

  private static @Nullable Object round(FlowContext self, long round) {
    Object value = self.receive("next");
    return round == 2 ? value : self.continueAs(Map.of("round", round + 1));
  }

  private static @Nullable Object parent(FlowContext self) {
    return self.flow("rounds").name("rounds").input("round", 0).run().outputs();
  }

  private void send(ExecutionId id, String name, Object value, String key) {
    engine.execution(id).send(name, value, key);
    time.settle();
  }

  private List<ExecutionId> holders() {
    return engine.operations().locks().stream().map(HeldLock::holder).toList();
  }

  @Test
  void locks_pass_on_in_order_over_a_crash() {
    List<Execution> all = List.of(start("locked"), start("locked"), start("locked"));
    crash();
    for (Execution each : all) {
      assertThat(holders()).containsExactly(each.id());
      send(each.id(), "go", 1, "go");
      assertThat(engine.execution(each.id()).status()).isEqualTo(ExecutionStatus.ENDED_SUCCESS);
    }
    assertThat(holders()).isEmpty();
  }

  @Test
  void early_signals_wait_in_order_and_without_repetitions_over_a_crash() {
    Execution holder = start("locked");
    Execution waiter = start("locked");
    send(waiter.id(), "go", "first", "1");
    send(waiter.id(), "go", "second", "2");
    crash();
    send(waiter.id(), "go", "first", "1");
    send(holder.id(), "go", 0, "0");

    assertThat(engine.execution(waiter.id()).outputs()).isEqualTo(Map.of("result", "first"));
  }

  @Test
  void who_waits_follows_continuations_over_a_crash() {
    Execution parent = start("parent");
    ExecutionId first = parent.children().getFirst().id();
    send(first, "next", "a", "a");
    crash();
    send(first, "next", "b", "b");
    assertThat(engine.execution(parent.id()).status()).isEqualTo(ExecutionStatus.WAITING);
    send(first, "next", "c", "c");

    assertThat(engine.execution(parent.id()).outputs()).isEqualTo(Map.of("result", "c"));
    assertThat(engine.execution(parent.id()).children()).hasSize(3);
  }
}
