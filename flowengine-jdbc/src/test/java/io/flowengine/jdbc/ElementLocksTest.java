package io.flowengine.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.FlowEngine;
import io.flowengine.element.Element;
import io.flowengine.element.ElementFlow;
import io.flowengine.element.InMemoryInventory;
import io.flowengine.element.RunStatus;
import io.flowengine.element.TaskCall;
import io.flowengine.element.TaskResult;
import io.flowengine.execution.Execution;
import io.flowengine.spi.Environment;
import io.flowengine.testkit.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two engines with a store each on one PostgreSQL, as two JVMs have them. */
class ElementLocksTest {
  private final VirtualTime time = VirtualTime.automatic();
  private final String schema = PostgresServer.SERVER.newSchema();
  private final Map<String, String> working = new ConcurrentHashMap<>();
  private final Queue<String> overlaps = new ConcurrentLinkedQueue<>();
  private final List<AutoCloseable> open = new ArrayList<>();
  private final FlowEngine left = engine();
  private final FlowEngine right = engine();

  private FlowEngine engine() {
    Environment node = time.node();
    JdbcStore store = PostgresServer.SERVER.store(schema);
    InMemoryInventory inventory = new InMemoryInventory();
    for (int i = 1; i <= 4; i++) {
      inventory.put(Element.of("E" + i, "server"));
    }
    FlowEngine engine =
        FlowEngine.builder()
            .environment(node)
            .store(store)
            .inventory(inventory)
            .task("A", call -> work(node, call))
            .task("B", call -> work(node, call))
            .flow(ElementFlow.named("patch").parallel().lockBatches().task("A").task("B").build())
            .build();
    open.addFirst(store);
    open.addFirst(engine);
    return engine;
  }

  /** Takes a second, and tells whose element it had if that was not its own. */
  private TaskResult work(Environment node, TaskCall call) {
    String id = call.element().id();
    String other = working.putIfAbsent(id, call.runId());
    if (other != null) {
      overlaps.add(id + " of " + other + " in " + call.runId());
    }
    node.parkUntil(node.instant().plusSeconds(1));
    working.remove(id, call.runId());
    return TaskResult.ok();
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  private static Execution start(FlowEngine engine, String... elements) {
    return engine.flow("patch").input("elements", List.of(elements)).start();
  }

  @Test
  void l7_batches_of_runs_in_two_engines_never_work_on_one_element_together() {
    List<Execution> runs =
        List.of(
            start(left, "E1", "E2", "E3", "E4"),
            start(right, "E4", "E3", "E2", "E1"),
            start(right, "E2", "E3"));
    for (Execution run : runs) {
      var unused = run.outcome(Duration.ofDays(1));
      assertThat(left.elements().result(run.id()).status()).isEqualTo(RunStatus.SUCCEEDED);
    }
    assertThat(overlaps).isEmpty();
    assertThat(left.elements().lockedBy("E1")).isEmpty();
  }
}
