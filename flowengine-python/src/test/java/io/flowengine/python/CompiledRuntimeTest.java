package io.flowengine.python;

import static io.flowengine.testkit.FlowAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.FlowEngine;
import io.flowengine.execution.Execution;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Makes sure that the tests of the profile {@code full} run on the compiled runtime. */
@Tag("compiled")
class CompiledRuntimeTest {
  @TempDir Path folder;

  @Test
  void the_interpreter_says_that_it_is_compiled() throws Exception {
    Files.writeString(
        folder.resolve("version.py"),
        """
        import sys

        def handler(system, this, inputs):
            return {'interpreted': 'Interpreted' in sys.version}
        """);
    try (FlowEngine engine =
        FlowEngine.builder().language(PythonFlows.on(SharedPython.RUNTIME)).flows(folder).build()) {
      Execution version = engine.flow("version").start();
      assertThat(version.await(Duration.ofMinutes(1))).hasOutput("interpreted", false);
    }
  }

  @Test
  void compiled_flows_ask_for_platform_threads() {
    assertThat(PythonFlows.on(SharedPython.RUNTIME).needsPlatformThreads()).isTrue();
  }
}
