package io.flowengine.testkit.simulation;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.flow.FlowContext;
import io.flowengine.flow.FlowSystem;
import io.flowengine.spi.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Several flows send numbers to one that receives them, goes on as another execution after every
 * second one, and is waited for by its parent. Nodes crash, stall and restart meanwhile, and flows
 * are paused. Each number must be received once, and those of one sender in their order.
 */
final class SignalWorld {
  private static final int SENDERS = 3;
  private static final int NUMBERS = 4;
  private static final int DISTURBED = 40;
  private static final Duration LIMIT = Duration.ofHours(3);

  private final Simulation simulation;
  private final Store raw;
  private final Cluster cluster;

  SignalWorld(long seed, Store raw) {
    this.raw = raw;
    simulation = new Simulation(seed);
    cluster =
        new Cluster(
            simulation,
            raw,
            builder ->
                builder
                    .flow("top", (system, self, inputs) -> self.flow("receiver").run().outputs())
                    .flow("receiver", (system, self, inputs) -> receive(self, inputs))
                    .flow("sender", (system, self, inputs) -> send(system, self, inputs)));
  }

  void run() {
    simulation.run(LIMIT, this::scenario);
  }

  private void scenario() {
    cluster.open();
    ExecutionId top = cluster.engine().flow("top").start().id();
    String receiver = receiver();
    for (int i = 0; i < SENDERS; i++) {
      cluster.engine().flow("sender").input("to", receiver).input("from", i).start();
    }
    for (int round = 0; round < 2000 && !cluster.isOver(); round++) {
      cluster.replaceCrashed();
      if (round < DISTURBED) {
        disturb();
      } else {
        cluster.resumeEverything();
      }
      rest();
    }
    assertThat(cluster.isOver()).as("everything ends: %s", cluster.executions()).isTrue();
    check(raw.executions(List.of(top)).getFirst());
    cluster.close();
  }

  /** The id of the first receiver, as soon as there is one. */
  private String receiver() {
    while (true) {
      for (ExecutionRecord record : cluster.executions()) {
        if (record.origin().flowName().equals("receiver")) {
          return record.id().toString();
        }
      }
      rest();
    }
  }

  private void rest() {
    simulation.rest(Duration.ofMillis(200 + simulation.random().nextInt(2000)));
  }

  private void disturb() {
    switch (simulation.random().nextInt(8)) {
      case 0, 1 -> cluster.crash();
      case 2 -> cluster.pauseSomething();
      case 3 -> cluster.restart();
      case 4 -> cluster.stall();
      default -> cluster.resumeEverything();
    }
  }

  // ---------------------------------------------------------------- what the flows do

  private static @Nullable Object receive(FlowContext self, Map<String, Object> inputs) {
    List<@Nullable Object> seen = new ArrayList<>();
    if (inputs.get("seen") instanceof List<?> before) {
      seen.addAll(before);
    }
    seen.add(self.receive("number"));
    seen.add(self.receive("number"));
    return seen.size() < SENDERS * NUMBERS
        ? self.continueAs(Map.of("seen", seen))
        : Map.of("seen", seen);
  }

  private static @Nullable Object send(
      FlowSystem system, FlowContext self, Map<String, Object> inputs) {
    Execution to = system.execution(ExecutionId.of((String) requireNonNull(inputs.get("to"))));
    long from = (long) requireNonNull(inputs.get("from"));
    for (int i = 0; i < NUMBERS; i++) {
      long number = from * 100 + i;
      // with an id it may be sent twice, without one the journal alone keeps it from that
      to.send("number", number, from == 0 ? null : "n" + number);
      if (from == 2) {
        to.send("number", number, "n" + number);
      }
      self.sleep(Duration.ofMillis(self.random().nextInt(3000)));
    }
    return null;
  }

  // ---------------------------------------------------------------- what must hold

  private static void check(ExecutionRecord top) {
    assertThat(top.state().outputs().toMap().get("seen")).isInstanceOf(List.class);
    List<Long> seen = new ArrayList<>();
    ((List<?>) requireNonNull(top.state().outputs().toMap().get("seen")))
        .forEach(number -> seen.add((Long) number));
    for (long from = 0; from < SENDERS; from++) {
      long sender = from;
      List<Long> expected = new ArrayList<>();
      for (long i = 0; i < NUMBERS; i++) {
        expected.add(from * 100 + i);
      }
      assertThat(seen.stream().filter(number -> number / 100 == sender).toList())
          .as("what sender %s sent", from)
          .isEqualTo(expected);
    }
  }
}
