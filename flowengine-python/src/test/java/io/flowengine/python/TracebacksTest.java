package io.flowengine.python;

import static io.flowengine.testkit.FlowAssertions.assertThat;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionFailedException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Errors on their way across the border, in both directions. */
class TracebacksTest extends ScriptTest {

  @Test
  void fa_194_a_failure_in_python_is_an_exception_in_java_with_the_lines_of_the_script() {
    Execution main =
        handler(
            """
            def divide(x):
                return 1 / x
            try:
                divide(0)
            except ZeroDivisionError as error:
                raise ValueError('no result') from error
            """);
    ExecutionFailedException failed =
        catchThrowableOfType(ExecutionFailedException.class, () -> main.await(ofSeconds(10)));
    assertThat(failed.executionId()).isEqualTo(main.id());
    assertThat(failed.getMessage()).contains("ValueError").contains("no result");
    assertThat(failed.failure().stack())
        .contains("ZeroDivisionError: division by zero")
        .contains("The above exception was the direct cause")
        .contains("File \"<flow main>\", line 5, in divide")
        .contains("return 1 / x")
        .contains("File \"<flow main>\", line 9, in handler")
        .doesNotContain("flow_api");
    assertThat(failed.getStackTrace()[0].getFileName()).isEqualTo("<flow main>");
    assertThat(failed.getStackTrace()[0].getMethodName()).isEqualTo("handler");
    assertThat(failed.getStackTrace()[0].getLineNumber()).isEqualTo(9);
  }

  @Test
  void fa_194_the_cause_chain_goes_down_to_the_first_failure() {
    flows
        .script("grandchild", "def handler(system, this):\n    raise KeyError('first')\n")
        .script("child", "def handler(system, this):\n    this.flow('grandchild')\n");
    Execution main = handler("this.flow('child')");
    ExecutionFailedException failed =
        catchThrowableOfType(ExecutionFailedException.class, () -> main.await(ofSeconds(10)));
    assertThat(failed.getCause()).hasMessageContaining("DependencyFailedError");
    assertThat(failed.getCause().getCause()).hasMessageContaining("KeyError");
    assertThat(failed.getCause().getCause().getCause()).isNull();
  }

  @Test
  void fa_193_the_failure_of_a_java_flow_is_raised_in_python() {
    flows.flow(
        "java",
        (system, self, inputs) -> {
          throw new IllegalStateException("in Java");
        });
    Execution main =
        handler(
            """
            try:
                this.flow('java')
            except flow_api.DependencyFailedError as error:
                return {'said': error.message, 'status': error.execution.get('status'),
                        'count': len(error.executions)}
            """);
    assertThat((String) main.outputs().get("said"))
        .contains("java")
        .contains("ENDED_ERROR")
        .contains("in Java");
    assertThat(main).hasOutput("status", "ENDED_ERROR").hasOutput("count", 1L);
  }

  @Test
  void fa_193_the_failure_of_a_python_flow_is_raised_in_java() {
    flows.script("python", "def handler(system, this):\n    raise KeyError('in Python')\n");
    flows.flow("java", (system, self, inputs) -> self.flow("python").run().name());
    Execution java = flows.engine().flow("java").start();
    ExecutionFailedException failed =
        catchThrowableOfType(ExecutionFailedException.class, () -> java.await(ofSeconds(10)));
    assertThat(failed.getCause().getStackTrace()[0].toString()).contains("<flow python>:2");
  }

  @Test
  void fa_131_the_cause_is_an_instance_of_the_engine_exception_of_the_child() {
    flows.script("child", "def handler(system, this):\n    this.flow('nope')\n");
    Execution main =
        handler(
            """
            try:
                this.flow('child')
            except flow_api.DependencyFailedError as error:
                return {'cause': type(error.__cause__).__name__, 'said': str(error.__cause__)}
            """);
    assertThat(main).hasOutput("cause", "ResourceNotFoundError");
    assertThat((String) main.outputs().get("said")).contains("<flow nope>");
  }

  @Test
  void fa_194_a_script_from_a_folder_keeps_its_path(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("broken.py"), "def handler(system, this):\n    boom()\n");
    var engine =
        io.flowengine.FlowEngine.builder()
            .language(PythonFlows.on(SharedPython.RUNTIME))
            .flows(folder)
            .build();
    try (engine) {
      Execution broken = engine.flow("broken").start();
      var unused = broken.outcome(ofSeconds(30));
      assertThat(broken)
          .hasMessageContaining("File \"" + folder.resolve("broken.py") + "\", line 2");
    }
  }

  @Test
  void endless_recursion_is_an_error_that_says_how_to_go_deeper() {
    assertThat(handler("def down(n):\n    return down(n + 1)\ndown(0)"))
        .failed()
        .hasMessageContaining("RecursionError")
        .hasMessageContaining("-Xss");
  }
}
