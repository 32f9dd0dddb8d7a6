package io.flowengine.python;

import static io.flowengine.testkit.FlowAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.FlowEngine;
import io.flowengine.execution.Execution;
import io.flowengine.testkit.rule.Rule;
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
  @Rule("TM-1")
  void a_step_that_never_ends_is_stopped_when_its_time_is_over() throws Exception {
    Files.writeString(
        folder.resolve("spin.py"),
        """
        import flow_api

        def spin():
            n = 0
            while True:
                n += 1

        def handler(system, this, inputs):
            try:
                flow_api.step('spin', spin, timeout=0.5)
            except flow_api.StepTimeoutError as e:
                return {'caught': e.message}
        """);
    try (FlowEngine engine =
        FlowEngine.builder().language(PythonFlows.on(SharedPython.RUNTIME)).flows(folder).build()) {
      Execution spin = engine.flow("spin").start().await(Duration.ofMinutes(1));
      assertThat(spin).hasOutput("caught", "step 'spin' did not end within its timeout of 0.5 s");
    }
  }

  @Test
  void compiled_flows_ask_for_platform_threads() {
    assertThat(PythonFlows.on(SharedPython.RUNTIME).needsPlatformThreads()).isTrue();
  }
}
