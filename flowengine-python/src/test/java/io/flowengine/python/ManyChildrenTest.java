package io.flowengine.python;

import static io.flowengine.testkit.FlowAssertions.assertThat;
import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.flowengine.FlowEngine;
import io.flowengine.execution.Execution;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stacks that are parked and woken at the same moment, on real threads and real time. */
class ManyChildrenTest {

  @Test
  void no_stack_is_left_behind_when_children_end_while_their_parents_go_to_wait(
      @TempDir Path folder) throws Exception {
    Files.writeString(
        folder.resolve("parent.py"),
        """
        def handler(system, this, inputs):
            for i in range(40):
                this.flow('child')
        """);
    Files.writeString(folder.resolve("child.py"), "def handler(system, this):\n    pass\n");
    PythonRuntime runtime = PythonRuntime.create();
    try (FlowEngine engine =
        FlowEngine.builder().language(PythonFlows.on(runtime)).flows(folder).build()) {
      List<Execution> parents =
          IntStream.range(0, 40).mapToObj(i -> engine.flow("parent").start()).toList();
      for (Execution parent : parents) {
        assertThat(parent.await(ofSeconds(119))).succeeded();
      }
    }
    // waits for every thread that is still inside
    assertTimeoutPreemptively(ofSeconds(60), runtime::close);
  }
}
