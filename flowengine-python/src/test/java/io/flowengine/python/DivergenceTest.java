package io.flowengine.python;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowengine.FlowEngine;
import io.flowengine.FlowEngineBuilder;
import io.flowengine.execution.Execution;
import io.flowengine.execution.NonDeterministicFlowException;
import io.flowengine.spi.JournalExport;
import io.flowengine.testkit.JournalReplay;
import io.flowengine.testkit.VirtualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said about a script that does something else than its journal. */
class DivergenceTest {
  @TempDir private Path folder;

  private FlowEngineBuilder engine(String text) throws IOException {
    Files.writeString(folder.resolve("order.py"), text);
    return FlowEngine.builder().language(PythonFlows.on(SharedPython.RUNTIME)).flows(folder);
  }

  private JournalExport export(String text) throws IOException {
    VirtualTime time = VirtualTime.manual();
    try (FlowEngine engine = engine(text).environment(time.node()).build()) {
      Execution execution = engine.flow("order").start().await(Duration.ofSeconds(60));
      return engine.operations().export(execution.id());
    }
  }

  @Test
  void fa_203_the_line_is_that_of_the_script_also_below_helpers() throws IOException {
    JournalExport export =
        export(
            """
            def handler(system, this, inputs):
                this.set_output('a', 1)
                this.log('charged')
            """);
    FlowEngineBuilder changed =
        engine(
            """
            def charge(this):
                # a new line
                this.log('charged twice')


            def handler(system, this, inputs):
                this.set_output('a', 1)
                charge(this)
            """);

    assertThatThrownBy(() -> JournalReplay.of(export).against(changed))
        .isInstanceOf(NonDeterministicFlowException.class)
        .hasMessageContaining("at position 2")
        .hasMessageContaining("order.py, line 3)")
        .hasMessageContaining("the journal has log(\"charged\")")
        .hasMessageContaining("called log(\"charged twice\")");
  }

  @Test
  void fa_203_a_script_that_ends_too_early_is_found() throws IOException {
    JournalExport export =
        export(
            """
            def handler(system, this, inputs):
                this.set_output('a', 1)
                this.log('charged')
            """);
    FlowEngineBuilder changed =
        engine(
            """
            def handler(system, this, inputs):
                this.set_output('a', 1)
            """);

    assertThatThrownBy(() -> JournalReplay.of(export).against(changed))
        .hasMessageContaining("at position 2")
        .hasMessageContaining("but the flow ended");
  }
}
