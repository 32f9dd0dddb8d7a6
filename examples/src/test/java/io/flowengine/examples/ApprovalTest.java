package io.flowengine.examples;

import static io.flowengine.testkit.FlowAssertions.assertThat;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofMinutes;

import io.flowengine.execution.Execution;
import io.flowengine.python.PythonFlows;
import io.flowengine.testkit.FlowEngineExtension;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A unit test of a Python flow: a fresh engine for each test, on time that moves by itself. */
class ApprovalTest {
  @RegisterExtension
  final FlowEngineExtension flows =
      FlowEngineExtension.builder()
          .language(() -> PythonFlows.on(SharedPython.RUNTIME))
          .flows(Path.of("flows/people"))
          .build();

  @Test
  void an_answer_decides() {
    Execution approve = start(ofDays(14).toSeconds());
    flows.time().settle();
    flows.engine().answer(flows.engine().openMessages().getFirst().id(), Map.of("string", "yes"));
    assertThat(approve.await(ofMinutes(1))).succeeded().hasOutput("approved", true);
  }

  @Test
  void after_two_weeks_of_silence_the_answer_is_no() {
    Execution approve = start(ofDays(14).toSeconds());
    assertThat(approve.await(ofMinutes(1))).succeeded().hasOutput("approved", false);
  }

  @Test
  void a_crash_does_not_lose_the_question() {
    Execution approve = start(ofDays(14).toSeconds());
    flows.time().settle();
    flows.crash();
    flows.engine().answer(flows.engine().openMessages().getFirst().id(), Map.of("string", "yes"));
    assertThat(flows.engine().execution(approve.id()).await(ofMinutes(1)))
        .hasOutput("approved", true);
  }

  private Execution start(long patience) {
    return flows
        .engine()
        .flow("approve")
        .input("name", "Ada")
        .input("days", 3)
        .input("patience", patience)
        .start();
  }
}
