package io.flowengine.python;

import static io.flowengine.testkit.FlowAssertions.assertThat;
import static java.time.Duration.ofSeconds;

import io.flowengine.execution.Execution;
import io.flowengine.testkit.FlowEngineExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What could go wrong only in an interpreter in which nothing has happened before. */
class FreshInterpreterTest {
  private static final PythonRuntime FRESH = PythonRuntime.builder().interpreters(1).build();

  @RegisterExtension
  final FlowEngineExtension flows =
      FlowEngineExtension.builder().language(() -> PythonFlows.on(FRESH)).build();

  @AfterAll
  static void close() {
    FRESH.close();
  }

  @Test
  void the_first_regular_expression_does_not_wait_for_scripts_that_wait() {
    flows.script(
        "child",
        """
        def handler(system, this, inputs):
            import re
            return {'found': re.findall('[a-z]+', '1 ab 2')}
        """);
    flows.script(
        "parent",
        "def handler(system, this, inputs):\n    return this.flow('child').get('output_value')\n");
    Execution parent = flows.engine().flow("parent").start();
    assertThat(parent.await(ofSeconds(60))).hasOutput("found", java.util.List.of("ab"));
  }
}
