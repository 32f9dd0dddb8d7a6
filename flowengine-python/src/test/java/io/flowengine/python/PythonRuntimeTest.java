package io.flowengine.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.flowengine.FlowEngine;
import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PythonRuntimeTest {

  @Test
  void closing_while_it_warms_up_ends_the_warm_up_quietly() {
    PythonRuntime runtime = PythonRuntime.builder().interpreters(1).build();
    CompletableFuture<Void> warm = CompletableFuture.runAsync(runtime::warmUp);
    runtime.close();
    assertThatCode(warm::join).doesNotThrowAnyException();
  }

  @Test
  void closing_does_not_wait_for_scripts_of_engines_that_are_still_open(@TempDir Path folder)
      throws Exception {
    Files.writeString(
        folder.resolve("sleeper.py"),
        """
        def handler(system, this, inputs):
            this.sleep(3600)
        """);
    PythonRuntime runtime = PythonRuntime.builder().interpreters(1).build();
    try (FlowEngine engine =
        FlowEngine.builder().language(PythonFlows.on(runtime)).flows(folder).build()) {
      Execution sleeper = engine.flow("sleeper").start();
      while (sleeper.status() != ExecutionStatus.WAITING && !sleeper.status().isEnded()) {
        Thread.onSpinWait();
      }
      runtime.close();
      assertThat(sleeper.status()).isEqualTo(ExecutionStatus.WAITING);
    }
  }
}
