package io.flowengine.python;

import static io.flowengine.testkit.FlowAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.element.Element;
import io.flowengine.element.ElementFlow;
import io.flowengine.element.ElementScript;
import io.flowengine.element.InMemoryInventory;
import io.flowengine.execution.Execution;
import io.flowengine.testkit.FlowEngineExtension;
import io.flowengine.testkit.VirtualTime;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A long wait of a flow over elements drops its stack, and nothing of its scripts is left. */
class DroppedElementRunsTest {
  private static final PythonRuntime ONE = PythonRuntime.builder().interpreters(1).build();

  @RegisterExtension
  final FlowEngineExtension flows =
      FlowEngineExtension.builder()
          .language(() -> PythonFlows.on(ONE))
          .time(VirtualTime::manual)
          .withoutReplay()
          .engine(
              engine ->
                  engine
                      .inventory(new InMemoryInventory().put(Element.of("E1", "server")))
                      .flow(
                          ElementFlow.named("F")
                              .parallel()
                              .executionScript(
                                  new ElementScript("python", "F.py", "gate('approve')\n"))
                              .build()))
          .build();

  @AfterAll
  static void close() {
    ONE.close();
  }

  private static int active() {
    return ONE.take(null).active();
  }

  @Test
  void the_interpreter_of_a_run_that_waits_for_people_is_free_when_its_stack_is_dropped() {
    Execution run = flows.engine().flow("F").start();
    flows.time().settle();
    assertThat(active()).isOne();
    flows.time().advance(Duration.ofMinutes(1));
    flows.time().settle();
    assertThat(active()).isZero();
    var gate = flows.engine().openMessages().getFirst();
    flows.engine().answer(gate.id(), Map.of("approve", true));
    flows.time().settle();
    assertThat(run).succeeded();
    assertThat(active()).isZero();
  }
}
