package io.flowengine.python.element;

import static io.flowengine.testkit.FlowAssertions.assertThat;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.FlowEngine;
import io.flowengine.element.Element;
import io.flowengine.element.ElementFlow;
import io.flowengine.element.ElementScript;
import io.flowengine.element.InMemoryInventory;
import io.flowengine.element.TaskPipeline;
import io.flowengine.element.TaskResult;
import io.flowengine.execution.Execution;
import io.flowengine.python.PythonFlows;
import io.flowengine.python.PythonRuntime;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Scripts of flows over elements that do not end, on real threads and in real time. */
class RunawayElementScriptsTest {
  private static final PythonRuntime RUNTIME = PythonRuntime.builder().interpreters(1).build();
  private static final ElementScript BUSY =
      new ElementScript("python", "busy.py", "while True: pass");

  @AfterAll
  static void stop() {
    RUNTIME.close();
  }

  private static FlowEngine engine() {
    InMemoryInventory inventory = new InMemoryInventory().put(Element.of("E1", "server"));
    return FlowEngine.builder()
        .language(PythonFlows.on(RUNTIME))
        .inventory(inventory)
        .task("A", call -> TaskResult.ok())
        .elements(
            setup ->
                setup.task("part", TaskPipeline.sending(call -> TaskResult.ok("")).finish(BUSY)))
        .flow(ElementFlow.named("processing").parallel().processingScript(BUSY).task("A").build())
        .flow(ElementFlow.named("execution").parallel().executionScript(BUSY).build())
        .flow(ElementFlow.named("task").parallel().task("part").build())
        .flow(
            ElementFlow.named("fine")
                .parallel()
                .executionScript(
                    new ElementScript("python", "fine.py", "outputs['a'] = execute_task('A').ok"))
                .build())
        .build();
  }

  /** Cancels it until it listens; a second cancellation stops a script that is busy. */
  private static void stopsByCancelling(String flow) throws Exception {
    try (FlowEngine engine = engine()) {
      Execution runaway = engine.flow(flow).start();
      for (int patience = 0; !runaway.status().isEnded() && patience < 60; patience++) {
        runaway.cancel();
        var unused = runaway.outcome(ofSeconds(1));
      }
      assertThat(runaway).wasCancelled();
      assertThat(engine.flow("fine").start().await(ofSeconds(60))).succeeded();
    }
  }

  @Test
  void a_busy_processing_script_is_stopped_by_a_second_cancellation() throws Exception {
    stopsByCancelling("processing");
  }

  @Test
  void a_busy_execution_script_is_stopped_by_a_second_cancellation() throws Exception {
    stopsByCancelling("execution");
  }

  @Test
  void a_busy_part_of_a_task_is_stopped_by_a_cancellation() throws Exception {
    stopsByCancelling("task");
  }
}
