package io.flowengine.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.FlowEngine;
import io.flowengine.FlowEngineBuilder;
import io.flowengine.event.EngineEvent;
import io.flowengine.event.EngineEvent.StatusChanged;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.Query;
import io.flowengine.spi.Environment;
import io.flowengine.spi.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Nodes on one store that crash, stall, and are closed and replaced; for one simulated world. */
final class Cluster {
  private static final int NODES = 2;
  private static final int MOST_CRASHES = 8;

  private final Simulation simulation;
  private final Store raw;
  private final Store store;
  private final Consumer<FlowEngineBuilder> flows;
  private final List<Node> nodes = new ArrayList<>();
  private int crashes;

  private record Node(Environment environment, FlowEngine engine) {}

  /**
   * Makes a cluster without nodes.
   *
   * @param simulation the world
   * @param raw the store, which its scenario may look into without being interrupted
   * @param flows adds the flows to each engine
   */
  Cluster(Simulation simulation, Store raw, Consumer<FlowEngineBuilder> flows) {
    this.simulation = simulation;
    this.raw = raw;
    this.store = simulation.switching(raw);
    this.flows = flows;
  }

  void open() {
    for (int i = 0; i < NODES; i++) {
      nodes.add(open("node" + i));
    }
  }

  private Node open(String name) {
    Environment environment = simulation.environment(name);
    FlowEngineBuilder builder =
        FlowEngine.builder()
            .environment(environment)
            .store(store)
            .node(name)
            .maxRunning(1 + simulation.random().nextInt(4))
            .scheduler(simulation.unreliable(FlowEngine.timer()))
            .listener(Cluster::requireLegal);
    flows.accept(builder);
    return new Node(environment, builder.build());
  }

  private static void requireLegal(EngineEvent event) {
    if (event instanceof StatusChanged change) {
      ExecutionStatus from = change.from();
      assertThat(from == null || from.canBecome(change.to())).as("%s", change).isTrue();
    }
  }

  void close() {
    replaceCrashed();
    nodes.forEach(node -> simulation.crashAt(node.environment, 0));
    nodes.forEach(node -> node.engine.close());
  }

  // ---------------------------------------------------------------- looking at it

  /** An engine that has not crashed. */
  FlowEngine engine() {
    return node().engine;
  }

  private Node node() {
    replaceCrashed();
    return nodes.stream()
        .filter(node -> !simulation.isCrashed(node.environment))
        .findFirst()
        .orElseThrow();
  }

  List<ExecutionRecord> executions() {
    return raw.executions(Query.all().limit(1000)).items();
  }

  boolean isOver() {
    return executions().stream().allMatch(record -> record.status().isEnded());
  }

  // ---------------------------------------------------------------- what goes wrong

  void replaceCrashed() {
    for (int i = 0; i < nodes.size(); i++) {
      if (simulation.isCrashed(nodes.get(i).environment)) {
        nodes.set(i, open("node" + i + "." + crashes));
      }
    }
  }

  /** Lets a node crash somewhere in its next calls of the store. */
  void crash() {
    Node victim = nodes.get(simulation.random().nextInt(nodes.size()));
    if (crashes++ < MOST_CRASHES) {
      simulation.crashAt(victim.environment, 1 + simulation.random().nextInt(30));
    }
  }

  /** In one of four cases, closes a node in good order and opens another one in its place. */
  void restart() {
    if (simulation.random().nextInt(4) == 0) {
      int index = simulation.random().nextInt(nodes.size());
      replaceCrashed();
      simulation.crashAt(nodes.get(index).environment, 0);
      nodes.get(index).engine.close();
      nodes.set(index, open("node" + index + ".again"));
    }
  }

  void stall() {
    simulation.stall(node().environment, Duration.ofSeconds(simulation.random().nextInt(40)));
  }

  void pauseSomething() {
    List<ExecutionRecord> all = executions();
    ExecutionRecord chosen = all.get(simulation.random().nextInt(all.size()));
    engine().execution(chosen.id()).pause();
  }

  void resumeEverything() {
    for (ExecutionRecord record : executions()) {
      if (record.status() == ExecutionStatus.PAUSED) {
        engine().execution(record.id()).resume();
      }
    }
  }
}
