package io.flowengine.python;

import static io.flowengine.testkit.FlowAssertions.assertThat;
import static java.time.Duration.ofMinutes;

import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionType;
import io.flowengine.testkit.FlowEngineExtension;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Flows in Java that run source text. */
class JavaFlowScriptsTest {
  private static final String TWICE =
      """
          def handler(system, this, inputs):
              return {'twice': 2 * inputs['x']}
      """;

  @RegisterExtension
  final FlowEngineExtension flows =
      SharedPython.engines()
          .flow("main", (system, self, inputs) -> self.script(TWICE).input("x", 21).run().outputs())
          .build();

  @Test
  void fa_36_a_flow_in_java_runs_a_script_in_the_only_language_there_is() {
    Execution main = flows.engine().flow("main").start().await(ofMinutes(1));

    assertThat(main).hasOutput("twice", 42L);
    Execution script = main.children().getFirst();
    Assertions.assertThat(script.record().origin().type()).isEqualTo(ExecutionType.SCRIPT);
    Assertions.assertThat(script.name()).isEqualTo("script");
  }
}
