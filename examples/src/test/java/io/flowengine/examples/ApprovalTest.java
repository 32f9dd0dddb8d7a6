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

class ApprovalTest {
  @RegisterExtension
  final FlowEngineExtension flows =
      FlowEngineExtension.builder()
          .language(() -> PythonFlows.on(SharedPython.RUNTIME))
          .flows(Path.of("flows/people"))
          .build();

  private Execution approve() {
    Map<String, Object> inputs = Map.of("name", "Ada", "days", 3, "patience", ofDays(14));
    return flows.engine().flow("approve").inputs(inputs).start();
  }

  private void answer(String text) {
    flows.time().settle();
    var message = flows.engine().openMessages().getFirst();
    flows.engine().answer(message.id(), Map.of("string", text));
  }

  @Test
  void two_weeks_of_silence_mean_no() {
    assertThat(approve().await(ofMinutes(1))).hasOutput("approved", false);
  }

  @Test
  void a_crash_does_not_lose_the_question() {
    Execution approve = approve();
    flows.time().settle();
    flows.crash();
    answer("yes");
    assertThat(flows.engine().execution(approve.id()).await(ofMinutes(1)))
        .hasOutput("approved", true);
  }
}
