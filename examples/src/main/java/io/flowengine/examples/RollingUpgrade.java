package io.flowengine.examples;

import io.flowengine.FlowEngine;
import io.flowengine.element.Element;
import io.flowengine.element.ElementContext;
import io.flowengine.element.ElementFlow;
import io.flowengine.element.GateCheck;
import io.flowengine.element.InMemoryInventory;
import io.flowengine.element.ProgressTable;
import io.flowengine.element.RunResult;
import io.flowengine.element.Selection;
import io.flowengine.element.TaskCall;
import io.flowengine.element.TaskResult;
import io.flowengine.execution.Execution;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Upgrades a cluster of five databases, as Patroni runs them: replicas first, one of them alone as
 * a canary, the master last and only after another one has taken its place. Between batches a gate
 * asks whether all servers are healthy; the first failure stops what has not begun, and what failed
 * is rolled back. The servers are real processes.
 */
public final class RollingUpgrade implements AutoCloseable {
  private static final List<String> NAMES = List.of("db1", "db2", "db3", "db4", "db5");
  private static final String OLD = "15";

  private final DatabaseCluster cluster = new DatabaseCluster();
  private final InMemoryInventory inventory = new InMemoryInventory();

  /**
   * Starts the cluster; {@code db1} is its master.
   *
   * @throws java.io.IOException if a process cannot be started
   */
  public RollingUpgrade() throws java.io.IOException {
    for (String name : NAMES) {
      String role = name.equals("db1") ? "master" : "replica";
      cluster.start(name, OLD, role);
      inventory.put(
          Element.of(name, "postgres").withSetting("role", role).withSetting("version", OLD));
    }
  }

  /**
   * Runs it.
   *
   * @param args the version to upgrade to; 16 if there is none
   * @throws Exception if a process cannot be started
   */
  public static void main(String[] args) throws Exception {
    try (RollingUpgrade upgrade = new RollingUpgrade()) {
      RunResult result = upgrade.run(args.length == 0 ? "16" : args[0]);
      System.out.println(result.status() + " " + result.elements());
      System.out.println("upgrade: " + result.summary("upgrade"));
      System.out.println(upgrade.versions());
    }
  }

  private static ElementFlow flow() {
    return ElementFlow.named("upgrade")
        .select(Selection.all().profile("postgres").filter("version != target"))
        .process(RollingUpgrade::masterLast)
        .free()
        .batches("1", "3", "1") // a canary, the other replicas, the master
        .gateBetweenBatches("all healthy")
        .maxFailures("0")
        .when(RollingUpgrade::isMaster, yes -> yes.task("switch over"), no -> {})
        .block(
            guarded ->
                guarded
                    .task("drain")
                    .task("upgrade", policy -> policy.timeout(Duration.ofMinutes(1)))
                    .task("verify")
                    .rescue(rescue -> rescue.task("roll back").task("give up")))
        .task("open")
        .build();
  }

  private static boolean isMaster(ElementContext context) {
    return "master".equals(context.get("role"));
  }

  private static List<ElementContext> masterLast(List<ElementContext> elements) {
    return elements.stream().sorted(Comparator.comparing(RollingUpgrade::isMaster)).toList();
  }

  /**
   * Upgrades.
   *
   * @param version the version to upgrade to
   * @return what came of it
   */
  public RunResult run(String version) {
    try (FlowEngine engine =
        FlowEngine.builder()
            .inventory(inventory)
            .task("switch over", this::switchOver)
            .task("drain", call -> sessions(call, "closed"))
            .task("upgrade", call -> restart(call, String.valueOf(call.context().get("target"))))
            .task("verify", this::verify)
            .task("roll back", call -> restart(call, OLD))
            .task("give up", call -> TaskResult.failed("rolled back to " + OLD))
            .task("open", call -> sessions(call, "open"))
            .elements(
                setup ->
                    setup
                        .gate("all healthy", this::allHealthy)
                        .listener(ProgressTable.on(System.out)))
            .flow(flow())
            .build()) {
      Execution execution = engine.flow("upgrade").input("target", version).start();
      var unused = execution.outcome(Duration.ofMinutes(5));
      return engine.elements().result(execution.id());
    }
  }

  private boolean allHealthy(GateCheck.Question question) throws Exception {
    for (String name : NAMES) {
      if (!cluster.state(name).isHealthy()) {
        return false;
      }
    }
    return true;
  }

  /** Makes the first other server master. */
  private TaskResult switchOver(TaskCall call) throws Exception {
    String old = call.element().id();
    String next = NAMES.stream().filter(name -> !name.equals(old)).findFirst().orElseThrow();
    cluster.role(old, "replica");
    cluster.role(next, "master");
    inventory.saveSettings(next, Map.of("role", "master"));
    call.save("role", "replica");
    return TaskResult.changed(next);
  }

  private TaskResult sessions(TaskCall call, String state) throws Exception {
    cluster.sessions(call.element().id(), state);
    return TaskResult.ok();
  }

  private TaskResult restart(TaskCall call, String version) throws Exception {
    String name = call.element().id();
    cluster.stop(name);
    cluster.start(name, version, "replica");
    call.save("version", version);
    return TaskResult.changed(version);
  }

  private TaskResult verify(TaskCall call) throws Exception {
    DatabaseCluster.State state = cluster.state(call.element().id());
    return state.isHealthy()
        ? TaskResult.ok(state.version())
        : TaskResult.failed("not healthy with version " + state.version());
  }

  /**
   * Asks all servers.
   *
   * @return version, role and sessions of each, by name
   * @throws Exception if one does not answer
   */
  public Map<String, String> versions() throws Exception {
    Map<String, String> versions = new java.util.TreeMap<>();
    for (String name : NAMES) {
      DatabaseCluster.State state = cluster.state(name);
      versions.put(name, state.version() + " " + state.role() + " " + state.sessions());
    }
    return versions;
  }

  /** Stops the cluster. */
  @Override
  public void close() {
    cluster.close();
  }
}
