package io.flowengine.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.FlowEngine;
import io.flowengine.OpenMessage;
import io.flowengine.event.EngineEvent;
import io.flowengine.event.EngineEvent.StatusChanged;
import io.flowengine.execution.EngineClosedException;
import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.Query;
import io.flowengine.flow.DependencyFailedException;
import io.flowengine.flow.DependencyTimeoutException;
import io.flowengine.flow.FlowContext;
import io.flowengine.spi.Environment;
import io.flowengine.spi.JournalEntry;
import io.flowengine.spi.Store;
import io.flowengine.testkit.simulation.FlowTree.Act;
import io.flowengine.testkit.simulation.FlowTree.Expected;
import java.time.Duration;
import java.util.ArrayList;
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
  private static final int NODES = 2;
  private static final int DISTURBED = 40;
  private static final Duration LIMIT = Duration.ofHours(3);

  private final Simulation simulation;
  private final FlowTree tree;
  private final Store raw;
  private final Store store;
  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, Integer> bodies = new HashMap<>();
  private int crashes;

  private record Node(Environment environment, FlowEngine engine) {}

  TreeWorld(long seed, Store raw) {
    this.raw = raw;
    simulation = new Simulation(seed);
    tree = FlowTree.draw(simulation.random());
    store = simulation.switching(raw);
  }

  void run() {
    simulation.run(LIMIT, this::scenario);
  }

  long switches() {
    return simulation.switches();
  }

  private void scenario() {
    for (int i = 0; i < NODES; i++) {
      nodes.add(open("node" + i));
    }
    ExecutionId root = node().engine.flow(tree.name()).start().id();
    for (int round = 0; round < 2000 && !isOver(); round++) {
      replaceCrashed();
      if (round < DISTURBED) {
        disturb();
      } else {
        help();
      }
      rest();
    }
    assertThat(isOver())
        .as("everything ends: %s", raw.executions(Query.all().limit(1000)).items())
        .isTrue();
    check(root);
    replaceCrashed();
    nodes.forEach(node -> simulation.crashAt(node.environment, 0));
    nodes.forEach(node -> node.engine.close());
  }

  /** Sleeps on the scenario's own thread. */
  private void rest() {
    simulation.rest(Duration.ofMillis(200 + simulation.random().nextInt(5000)));
  }

  private boolean isOver() {
    return raw.executions(Query.all().limit(1000)).items().stream()
        .allMatch(record -> record.status().isEnded());
  }

  private Node node() {
    replaceCrashed();
    return nodes.stream()
        .filter(node -> !simulation.isCrashed(node.environment))
        .findFirst()
        .orElseThrow();
  }

  private Node open(String name) {
    Environment environment = simulation.environment(name);
    FlowEngine.Builder builder =
        FlowEngine.builder()
            .environment(environment)
            .store(store)
            .node(name)
            .maxRunning(1 + simulation.random().nextInt(4))
            .scheduler(simulation.unreliable(FlowEngine.timer()))
            .listener(TreeWorld::requireLegal);
    tree.all()
        .values()
        .forEach(flow -> builder.flow(flow.name(), (system, self, inputs) -> perform(flow, self)));
    return new Node(environment, builder.build());
  }

  private static void requireLegal(EngineEvent event) {
    if (event instanceof StatusChanged change) {
      ExecutionStatus from = change.from();
      assertThat(from == null || from.canBecome(change.to())).as("%s", change).isTrue();
    }
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
      case 0 -> crash();
      case 1 -> pauseSomething();
      case 2 -> restart();
      case 3 ->
          simulation.stall(node().environment, Duration.ofSeconds(simulation.random().nextInt(40)));
      default -> help();
    }
  }

  /**
   * What people have to do so that everything can end; it must not help where something was lost.
   */
  private void help() {
    resumeEverything();
    answerEverything();
  }

  private void crash() {
    Node victim = nodes.get(simulation.random().nextInt(nodes.size()));
    if (crashes++ < 8) {
      simulation.crashAt(victim.environment, 1 + simulation.random().nextInt(30));
    }
  }

  private void replaceCrashed() {
    for (int i = 0; i < nodes.size(); i++) {
      if (simulation.isCrashed(nodes.get(i).environment)) {
        nodes.set(i, open("node" + i + "." + crashes));
      }
    }
  }

  private void restart() {
    if (simulation.random().nextInt(4) == 0) {
      int index = simulation.random().nextInt(nodes.size());
      replaceCrashed();
      simulation.crashAt(nodes.get(index).environment, 0);
      nodes.get(index).engine.close();
      nodes.set(index, open("node" + index + ".again"));
    }
  }

  private void pauseSomething() {
    List<ExecutionRecord> all = raw.executions(Query.all().limit(1000)).items();
    ExecutionRecord chosen = all.get(simulation.random().nextInt(all.size()));
    node().engine.execution(chosen.id()).pause();
  }

  private void resumeEverything() {
    for (ExecutionRecord record : raw.executions(Query.all().limit(1000)).items()) {
      if (record.status() == ExecutionStatus.PAUSED) {
        node().engine.execution(record.id()).resume();
      }
    }
  }

  private void answerEverything() {
    try {
      for (OpenMessage message : node().engine.openMessages()) {
        node().engine.answer(message.id(), Map.of());
      }
    } catch (InvalidInputException | EngineClosedException e) {
      throw new AssertionError("an open message could not be answered", e);
    }
  }

  // ---------------------------------------------------------------- what must hold

  private void check(ExecutionId root) {
    List<ExecutionRecord> records = raw.executions(Query.all().limit(1000)).items();
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
