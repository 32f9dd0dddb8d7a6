package io.flowengine.python;

import static io.flowengine.testkit.FlowAssertions.assertThat;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.FlowEngine;
import io.flowengine.execution.Execution;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scripts that make no calls, on real threads and real time: how they are stopped. */
class RunawayScriptsTest {
  @TempDir Path folder;

  private FlowEngine engine(PythonRuntime runtime) throws Exception {
    Files.writeString(
        folder.resolve("runaway.py"),
        """
        def handler(system, this, inputs):
            this.set_output(begun=True)
            try:
                exec(inputs['code'], {})
            except BaseException as error:
                this.log('except', repr(error))
                raise
            finally:
                this.log('finally')
        """);
    Files.writeString(
        folder.resolve("neighbour.py"),
        """
        def handler(system, this, inputs):
            this.sleep(0.2)
            return {'fine': True}
        """);
    return FlowEngine.builder().language(PythonFlows.on(runtime)).flows(folder).build();
  }

  private static Execution begin(FlowEngine engine, String code) {
    Execution runaway = engine.flow("runaway").input("code", code).start();
    while (!runaway.outputs().containsKey("begun")) {
      Thread.onSpinWait();
    }
    return runaway;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "while True: pass",
        "grown = []\nwhile True: grown.append(1); grown = grown[-1000:]",
        "text = 'x'\nwhile True: text = (text + 'x')[-1000:]",
        "while True: sorted(range(10 ** 4), key=lambda x: -x)",
        "def deep(n): return deep(n + 1)\nwhile True:\n    try: deep(0)\n    except RecursionError: pass"
      })
  void fa_74_a_second_cancel_stops_a_busy_script_and_leaves_its_neighbours_alone(String code)
      throws Exception {
    try (FlowEngine engine = engine(SharedPython.RUNTIME)) {
      Execution runaway = begin(engine, code);
      Execution neighbour = engine.flow("neighbour").start();
      runaway.cancel();
      runaway.cancel();
      var unused = runaway.outcome(ofSeconds(60));
      assertThat(runaway).wasCancelled();
      assertThat(runaway.log()).isEmpty();
      assertThat(neighbour.await(ofSeconds(60))).hasOutput("fine", true);
    }
  }
}
