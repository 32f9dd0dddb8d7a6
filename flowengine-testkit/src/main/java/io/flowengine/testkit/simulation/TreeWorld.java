package io.flowengine.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.FlowEngineBuilder;
import io.flowengine.OpenMessage;
import io.flowengine.execution.EngineClosedException;
import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.flow.DependencyFailedException;
import io.flowengine.flow.DependencyTimeoutException;
import io.flowengine.flow.FlowContext;
import io.flowengine.spi.JournalEntry;
import io.flowengine.spi.Store;
import io.flowengine.testkit.simulation.FlowTree.Act;
import io.flowengine.testkit.simulation.FlowTree.Expected;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Runs one tree of flows on several nodes that crash and come back, pauses and resumes at random,
 * and checks what came out.
 */
final class TreeWorld {
  private static final int DISTURBED = 40;
  private static final Duration LIMIT = Duration.ofHours(3);

  private final Simulation simulation;
  private final FlowTree tree;
  private final Store raw;
  private final Cluster cluster;
  private final Map<String, Integer> bodies = new HashMap<>();

  TreeWorld(long seed, Store raw) {
    this.raw = raw;
    simulation = new Simulation(seed);
    tree = FlowTree.draw(simulation.random());
    cluster = new Cluster(simulation, raw, this::addFlows);
  }

  private void addFlows(FlowEngineBuilder builder) {
    tree.all()
        .values()
        .forEach(flow -> builder.flow(flow.name(), (system, self, inputs) -> perform(flow, self)));
  }

  void run() {
    simulation.run(LIMIT, this::scenario);
  }

  long switches() {
    return simulation.switches();
  }

  private void scenario() {
    cluster.open();
    ExecutionId root = cluster.engine().flow(tree.name()).start().id();
    for (int round = 0; round < 2000 && !cluster.isOver(); round++) {
      cluster.replaceCrashed();
      if (round < DISTURBED) {
        disturb();
      } else {
        help();
      }
      rest();
    }
    assertThat(cluster.isOver()).as("everything ends: %s", cluster.executions()).isTrue();
    check(root);
    cluster.close();
  }

  /** Sleeps on the scenario's own thread. */
  private void rest() {
    simulation.rest(Duration.ofMillis(200 + simulation.random().nextInt(5000)));
  }

  // ---------------------------------------------------------------- what the flows do

  private @Nullable Object perform(FlowTree flow, FlowContext self) {
    for (Act act : flow.acts()) {
      perform(act, self);
    }
    return null;
  }

  private void perform(Act act, FlowContext self) {
    switch (act) {
      case FlowTree.Step step ->
          assertThat(
                  self.step(
                      "step " + step.number(),
                      Integer.class,
                      context -> body(context.idempotencyKey(), step)))
              .isEqualTo(step.number());
      case FlowTree.Sleep sleep -> self.sleep(Duration.ofSeconds(sleep.seconds()));
      case FlowTree.Output output -> self.setOutput(output.key(), output.value());
      case FlowTree.Log log -> self.log(log.text());
      case FlowTree.Ask ask -> self.message(ask.subject(), "well?");
      case FlowTree.Fail fail -> throw new IllegalStateException(fail.message());
      case FlowTree.Endless endless -> self.sleep(Duration.ofDays(1000));
      case FlowTree.Group group -> perform(group, self);
      case FlowTree.Cancelled cancelled -> {
        Execution child = self.flow(cancelled.endless().name()).start();
        self.sleep(Duration.ofSeconds(cancelled.seconds()));
        child.cancel();
        self.waitFor(io.flowengine.execution.ReturnWhen.ALL_ENDED, null, child);
      }
      case FlowTree.TimedOut timedOut -> {
        try {
          self.flow(timedOut.endless().name())
              .timeout(Duration.ofSeconds(timedOut.seconds()))
              .run();
          throw new AssertionError("the child did not time out");
        } catch (DependencyTimeoutException e) {
          self.log("timed out");
        }
      }
    }
  }

  private void perform(FlowTree.Group group, FlowContext self) {
    Execution[] children =
        group.children().stream()
            .map(child -> self.flow(child.name()).start())
            .toArray(Execution[]::new);
    try {
      self.waitFor(group.returnWhen(), null, children);
    } catch (DependencyFailedException e) {
      if (!group.catches()) {
        throw e;
      }
    }
  }

  private int body(String key, FlowTree.Step step) {
    bodies.merge(key, 1, Integer::sum);
    simulation.maybePass();
    return step.number();
  }

  // ---------------------------------------------------------------- what goes wrong

  private void disturb() {
    switch (simulation.random().nextInt(8)) {
      case 0 -> cluster.crash();
      case 1 -> cluster.pauseSomething();
      case 2 -> cluster.restart();
      case 3 -> cluster.stall();
      default -> help();
    }
  }

  /**
   * What people have to do so that everything can end; it must not help where something was lost.
   */
  private void help() {
    cluster.resumeEverything();
    answerEverything();
  }

  private void answerEverything() {
    try {
      for (OpenMessage message : cluster.engine().openMessages()) {
        cluster.engine().answer(message.id(), Map.of());
      }
    } catch (InvalidInputException | EngineClosedException e) {
      throw new AssertionError("an open message could not be answered", e);
    }
  }

  // ---------------------------------------------------------------- what must hold

  private void check(ExecutionId root) {
    List<ExecutionRecord> records = cluster.executions();
    Map<String, ExecutionRecord> byFlow = new HashMap<>();
    for (ExecutionRecord record : records) {
      assertThat(byFlow.put(record.origin().flowName(), record))
          .as("%s runs once", record.name())
          .isNull();
      check(record);
    }
    assertThat(byFlow.keySet()).containsAll(tree.started());
    assertThat(Objects.requireNonNull(byFlow.get(tree.name())).id()).isEqualTo(root);
  }

  private void check(ExecutionRecord record) {
    FlowTree flow = Objects.requireNonNull(tree.all().get(record.origin().flowName()));
    Expected expected = flow.expected();
    assertThat(record.status())
        .as("status of %s: %s", flow, record.state())
        .isEqualTo(expected.status());
    Map<String, Object> outputs = new HashMap<>();
    expected.outputs().forEach((key, value) -> outputs.put(key, (long) value));
    assertThat(record.state().outputs().toMap()).as("outputs of %s", flow).isEqualTo(outputs);
    List<JournalEntry> journal = raw.journal(record.id());
    boolean cancelledUnseen =
        raw.log(record.id(), 0, 1000).stream()
            .anyMatch(line -> line.text().startsWith("cancelled while it could not be replayed"));
    for (int i = 0; i < journal.size(); i++) {
      assertThat(journal.get(i).position()).hasToString(String.valueOf(i + 1));
      assertThat(journal.get(i).isComplete() || cancelledUnseen).as("%s", journal.get(i)).isTrue();
    }
    long lines =
        journal.stream().filter(entry -> entry.call().kind() == JournalEntry.Kind.LOG).count();
    assertThat(
            raw.log(record.id(), 0, 1000).stream()
                .filter(line -> line.subject().equals("user log")))
        .hasSize((int) lines);
    assertThat(raw.inbox(record.id())).isEmpty();
  }
}
