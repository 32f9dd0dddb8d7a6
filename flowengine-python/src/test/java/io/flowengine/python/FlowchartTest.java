package io.flowengine.python;

import static io.flowengine.testkit.FlowAssertions.assertThat;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowengine.execution.Execution;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.flowchart.Flowchart;
import io.flowengine.spi.ScriptFailedException;
import io.flowengine.testkit.FlowEngineExtension;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Pictures of scripts in Python. */
class FlowchartTest {
  private static final String IMPORT =
      """
      import flow_api

      def handler(system, this, inputs):
          '''Imports rows.'''
          rows = flow_api.step('fetch', fetch, inputs['rows'])
          if not rows:
              return this.success('nothing to do')
          total = 0
          for row in rows:
              try:
                  child = this.flow('store', row=row)
              except flow_api.DependencyFailedError as error:
                  this.log(str(error), subject='a "row" < 10')
                  continue
              else:
                  total += 1
          if total > 100:
              this.sleep(60)
          elif total > 1:
              this.connect('report', total=total)
          return {'total': total}

      def fetch(rows):
          return rows
      """;

  @RegisterExtension
  final FlowEngineExtension flows =
      SharedPython.engines()
          .script("import", IMPORT)
          .flow("store", (system, self, inputs) -> null)
          .flow("java", (system, self, inputs) -> null)
          .build();

  private Flowchart chart(String... lines) {
    flows.script("flow", String.join("\n", lines) + "\n");
    return flows.engine().flowchart("flow");
  }

  @Test
  void a_script_is_drawn_with_its_steps_branches_loops_and_children() {
    assertThat(flows.engine().flowchart("import").toMermaid())
        .contains(
            "n2[\"rows = flow_api.step('fetch', fetch,<br/>    inputs['rows'])\"]:::STEP",
            "n3{{\"not rows?\"}}",
            "n3 -->|\"yes\"| n4",
            "{{\"for row in rows\"}}",
            "[\"child = this.flow('store', row=row)\"]:::CHILD",
            "[\"this.sleep(60)\"]:::WAIT",
            "-->|\"flow_api.DependencyFailedError\"|")
        .doesNotContain("Imports rows");
  }

  @Test
  void the_path_of_an_execution_is_found_by_a_replay() {
    Execution run = flows.engine().flow("import").input("rows", List.of(1)).start();
    assertThat(run.await(ofMinutes(1))).hasOutput("total", 1L);

    Flowchart chart = flows.engine().flowchart(run.id());

    assertThat(chart.path()).contains(5, 6, 8, 9, 11, 16, 17, 19, 21).doesNotContain(7, 13, 18, 20);
    assertThat(run.children()).hasSize(1);
    assertThat(chart.toMermaid())
        .contains("this.flow('store', row=row)\"]:::CHILD:::taken", "this.sleep(60)\"]:::WAIT\n");
  }

  @Test
  void the_path_of_an_execution_that_waits_ends_where_it_waits() {
    flows.script(
        "waits",
        "def handler(system, this):\n    x = 1\n    this.receive('go')\n    return {'x': x}\n");
    Execution waits = flows.engine().flow("waits").start();
    flows.time().settle();

    assertThat(flows.engine().flowchart(waits.id()).path()).containsExactlyInAnyOrder(1, 2, 3);
  }

  @Test
  void functions_that_call_the_engine_are_drawn_beside_the_handler() {
    Flowchart chart =
        chart(
            "def plain(x):",
            "    return x",
            "def nap(this):",
            "    this.sleep(1)",
            "def handler(system, this):",
            "    nap(this)");

    assertThat(chart.functions())
        .extracting(Flowchart.Function::name)
        .containsExactly("handler", "nap");
  }

  @Test
  void a_flow_in_java_cannot_be_drawn() {
    assertThatThrownBy(() -> flows.engine().flowchart("java"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("only scripts");
  }

  @Test
  void a_script_that_is_no_python_says_so() {
    assertThatThrownBy(() -> chart("def handler(system, this):", "    ("))
        .isInstanceOf(ScriptFailedException.class)
        .hasMessageContaining("never closed");
  }
}
