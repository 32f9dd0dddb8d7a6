package io.flowengine.python;

import static io.flowengine.testkit.FlowAssertions.assertThat;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.FlowEngine;
import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.StatusReason;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Scripts that do not leave a built-in function. Nothing stops them, so these tests have a JVM of
 * their own, and no runtime here is closed: closing would wait for the built-in function.
 */
@Tag("stuck")
class StuckInterpreterTest {
  @TempDir Path folder;

  @BeforeEach
  void write() throws Exception {
    Files.writeString(
        folder.resolve("stuck.py"),
        """
        def handler(system, this, inputs):
            this.set_output(begun=True)
            sum(range(10 ** 13))
        """);
    Files.writeString(
        folder.resolve("neighbour.py"),
        """
        def handler(system, this, inputs):
            this.sleep(0.2)
            return {'fine': True}
        """);
  }

  private FlowEngine engine() {
    PythonRuntime one = PythonRuntime.builder().interpreters(1).build();
    one.warmUp();
    return FlowEngine.builder().language(PythonFlows.on(one)).flows(folder).build();
  }

  private static Execution begin(FlowEngine engine) {
    Execution stuck = engine.flow("stuck").start();
    while (!stuck.outputs().containsKey("begun")) {
      Thread.onSpinWait();
    }
    return stuck;
  }

  @Test
  void a_script_that_does_not_leave_a_built_in_function_is_paused_and_its_neighbours_run_elsewhere()
      throws Exception {
    try (FlowEngine engine = engine()) {
      Execution neighbour = engine.flow("neighbour").start();
      Execution stuck = begin(engine);
      Execution latecomer = engine.flow("neighbour").start();
      assertThat(neighbour.await(ofSeconds(60))).hasOutput("fine", true);
      assertThat(latecomer.await(ofSeconds(60))).hasOutput("fine", true);
      assertThat(engine.flow("neighbour").start().await(ofSeconds(60))).hasOutput("fine", true);
      while (stuck.status() != ExecutionStatus.PAUSED) {
        Thread.onSpinWait();
      }
      assertThat(stuck.record().state().reason()).isEqualTo(StatusReason.CRASH_LOOP);
      assertThat(stuck.message().orElseThrow()).contains("does not leave a built-in function");
    }
  }

  @Test
  void a_cancel_ends_a_script_that_does_not_leave_a_built_in_function() throws Exception {
    try (FlowEngine engine = engine()) {
      Execution neighbour = engine.flow("neighbour").start();
      Execution stuck = begin(engine);
      stuck.cancel();
      stuck.cancel();
      var unused = stuck.outcome(ofSeconds(60));
      assertThat(stuck).wasCancelled();
      assertThat(neighbour.await(ofSeconds(60))).hasOutput("fine", true);
      assertThat(engine.flow("neighbour").start().await(ofSeconds(60))).hasOutput("fine", true);
    }
  }
}
