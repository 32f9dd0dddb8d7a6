package io.flowengine.python.element;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.FlowEngine;
import io.flowengine.element.Element;
import io.flowengine.element.ElementContext;
import io.flowengine.element.ElementFlow;
import io.flowengine.element.ElementFlowBuilder;
import io.flowengine.element.ElementScript;
import io.flowengine.element.InMemoryInventory;
import io.flowengine.element.Selection;
import io.flowengine.element.SimulatedRun;
import io.flowengine.element.TaskResult;
import io.flowengine.python.PythonFlows;
import io.flowengine.python.PythonRuntime;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Flows over elements whose steps are Python scripts, in virtual time. */
class SimulatedScriptsTest {
  private static final PythonRuntime RUNTIME = PythonRuntime.builder().interpreters(1).build();

  @AfterAll
  static void stop() {
    RUNTIME.close();
  }

  static List<ScriptTable.Row> rows() throws IOException {
    return ScriptTable.rows();
  }

  static List<TraceTable.Row> traces() throws IOException {
    return TraceTable.expressible();
  }

  private static List<ElementContext> elements(int count) {
    InMemoryInventory inventory = new InMemoryInventory();
    IntStream.rangeClosed(1, count)
        .forEach(i -> inventory.put(Element.of("E" + i, "p").withSetting("number", i)));
    return Selection.all().from(inventory, Map.of());
  }

  private static SimulatedRun simulate(
      List<ElementFlow> flows, int elements, Iterable<String> fails, Iterable<String> gives) {
    var builder = FlowEngine.builder().language(PythonFlows.on(RUNTIME));
    flows.forEach(builder::flow);
    for (char task = 'A'; task <= 'Z'; task++) {
      builder.task(String.valueOf(task), call -> TaskResult.ok());
    }
    try (FlowEngine engine = builder.build()) {
      var simulation = engine.elements().simulation("F1");
      fails.forEach(each -> simulation.fails(task(each), element(each)));
      gives.forEach(each -> simulation.gives(task(each), element(each), true));
      return simulation.run(elements(elements));
    }
  }

  /** The task in {@code A@E2}. */
  private static String task(String taskOnElement) {
    return taskOnElement.substring(0, taskOnElement.indexOf('@'));
  }

  /** The element in {@code A@E2}. */
  private static String element(String taskOnElement) {
    return taskOnElement.substring(taskOnElement.indexOf('@') + 1);
  }

  private static String statuses(SimulatedRun run) {
    Map<String, String> groups = new TreeMap<>();
    run.elements()
        .forEach(
            (id, status) -> groups.merge(status.name(), id, (some, next) -> some + " " + next));
    return groups
        .toString()
        .replace("{", "")
        .replace("}", "")
        .replace("=", ": ")
        .replace(", ", "; ");
  }

  @ParameterizedTest
  @MethodSource("rows")
  void g01_g13_s09_s12_s26_a_script_does_what_the_table_says(ScriptTable.Row row) {
    SimulatedRun run = simulate(row);
    assertThat(List.of(run.trace(), statuses(run))).containsExactly(row.trace(), row.statuses());
  }

  @Test
  void k14_a_script_does_the_same_twice() throws IOException {
    ScriptTable.Row row =
        rows().stream().filter(each -> each.id().equals("G13")).findFirst().orElseThrow();
    assertThat(simulate(row).events()).isNotEmpty().isEqualTo(simulate(row).events());
  }

  private static SimulatedRun simulate(ScriptTable.Row row) {
    ElementFlowBuilder flow =
        ElementFlow.named("F1")
            .executionScript(new ElementScript("python", row.id() + ".py", row.script()));
    if (row.isParallel()) {
      flow.parallel();
    }
    if (row.options().contains("maxFailures=0")) {
      flow.maxFailures("0");
    }
    ElementFlow child = ElementFlow.named("F2").serial().task("C").task("D").build();
    return simulate(List.of(flow.build(), child), row.elements(), row.fails(), row.gives());
  }

  @ParameterizedTest
  @MethodSource("traces")
  void g16_a_script_does_what_declared_steps_do(TraceTable.Row row) {
    SimulatedRun run = simulate(row.flows(), row.elements(), row.fails(), List.of());
    assertThat(
            List.of(
                run.trace(),
                statuses(run),
                run.status().name(),
                String.valueOf(run.end().toSeconds()),
                String.valueOf(run.peak())))
        .containsExactlyElementsOf(row.expected());
  }
}
