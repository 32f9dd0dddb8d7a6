package io.flowengine.python.element;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.FlowEngine;
import io.flowengine.element.ElementEvent;
import io.flowengine.element.ElementFlow;
import io.flowengine.element.InMemoryInventory;
import io.flowengine.element.TaskResult;
import io.flowengine.python.PythonFlows;
import io.flowengine.python.PythonRuntime;
import io.flowengine.testkit.element.FlowTable;
import io.flowengine.testkit.rule.Rule;
import java.util.List;
import java.util.Map;
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

  static List<FlowTable> rows() {
    return FlowTable.rows();
  }

  static List<FlowTable> withScript() {
    return rows().stream().filter(row -> !row.script().isEmpty() && row.isBuilt()).toList();
  }

  private static String simulate(FlowTable row, List<ElementFlow> flows) {
    var builder = FlowEngine.builder().language(PythonFlows.on(RUNTIME));
    flows.forEach(builder::flow);
    for (char task = 'A'; task <= 'Z'; task++) {
      builder.task(String.valueOf(task), call -> TaskResult.ok());
    }
    try (FlowEngine engine = builder.build()) {
      return row.simulate(engine.elements().simulation("F1"));
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  @Rule({"G01", "G02", "G03", "G04", "G05", "G06", "G07", "G08", "G09", "G10", "G11", "G12"})
  void g13_g16_a_script_does_what_the_table_says(FlowTable row) {
    assertThat(simulate(row, ScriptAuthor.flows(row))).isEqualTo(row.expected());
  }

  /** Those with a script of their own are written once more, from the words of the builder. */
  @ParameterizedTest
  @MethodSource("withScript")
  void g16_the_words_of_the_builder_say_the_same_as_the_script(FlowTable row) {
    assertThat(simulate(row, List.copyOf(row.flows().values()))).isEqualTo(row.expected());
  }

  @Test
  void k14_a_script_does_the_same_twice() {
    FlowTable row =
        rows().stream().filter(each -> each.id().equals("G13")).findFirst().orElseThrow();
    assertThat(events(row)).isNotEmpty().isEqualTo(events(row));
  }

  private static List<ElementEvent> events(FlowTable row) {
    var builder = FlowEngine.builder().language(PythonFlows.on(RUNTIME));
    ScriptAuthor.flows(row).forEach(builder::flow);
    for (String task : List.of("C", "D")) {
      builder.task(task, call -> TaskResult.ok());
    }
    try (FlowEngine engine = builder.build()) {
      return engine
          .elements()
          .simulation("F1")
          .run(row.fill(new InMemoryInventory()), Map.of())
          .events();
    }
  }
}
