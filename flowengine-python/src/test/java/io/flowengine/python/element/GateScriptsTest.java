package io.flowengine.python.element;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.element.Element;
import io.flowengine.element.ElementFlow;
import io.flowengine.element.ElementScript;
import io.flowengine.element.InMemoryInventory;
import io.flowengine.element.TaskResult;
import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.python.PythonFlows;
import io.flowengine.python.PythonRuntime;
import io.flowengine.testkit.FlowEngineExtension;
import io.flowengine.testkit.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Execution scripts at gates that nobody opens. */
class GateScriptsTest {
  private static final PythonRuntime RUNTIME = PythonRuntime.builder().interpreters(1).build();

  private final List<String> said = Collections.synchronizedList(new ArrayList<>());

  @RegisterExtension
  final FlowEngineExtension flows =
      FlowEngineExtension.builder()
          .language(() -> PythonFlows.on(RUNTIME))
          .time(VirtualTime::manual)
          .engine(
              engine ->
                  engine
                      .inventory(
                          new InMemoryInventory()
                              .put(Element.of("E1", "server"))
                              .put(Element.of("E2", "server")))
                      .task(
                          "say",
                          call -> {
                            said.add(call.element().id() + " " + call.inputs().get("what"));
                            return TaskResult.ok();
                          })
                      .flow(
                          ElementFlow.named("F")
                              .parallel()
                              .executionScript(
                                  new ElementScript(
                                      "python",
                                      "F.py",
                                      """
                                      try:
                                          gate("approve", timeout=60)
                                      except GateRefused as refused:
                                          execute_task("say", what=str(refused))
                                      """))
                              .build()))
          .build();

  @AfterAll
  static void stop() {
    RUNTIME.close();
  }

  @Test
  void a_gate_that_nobody_opens_in_time_raises_an_error_that_a_script_can_catch() {
    Execution run = flows.engine().flow("F").start();
    flows.time().advance(Duration.ofSeconds(59));
    assertThat(said).isEmpty();
    flows.time().advance(Duration.ofMinutes(1));
    assertThat(run.status()).isEqualTo(ExecutionStatus.ENDED_SUCCESS);
    assertThat(said)
        .hasSize(2)
        .allSatisfy(what -> assertThat(what).contains("not answered within PT1M"));
  }
}
