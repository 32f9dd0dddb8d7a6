package io.flowengine.testkit;

import static io.flowengine.testkit.FlowAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.connector.Connector;
import io.flowengine.connector.ConnectorCall;
import io.flowengine.connector.Input;
import io.flowengine.connector.Inputs;
import io.flowengine.connector.Output;
import io.flowengine.connector.Outputs;
import io.flowengine.connector.ValueKind;
import io.flowengine.execution.Execution;
import io.flowengine.flow.DependencyFailedException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A flow that asks another system, tested without the system. */
class ScriptedConnectorTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** The connector of the application. */
  private static final class Orders implements Connector {
    @Override
    public String type() {
      return "ORDERS";
    }

    @Override
    public Inputs inputs() {
      return Inputs.of(Input.integer("number").required(), Input.text("region").or("eu"));
    }

    @Override
    public Outputs outputs() {
      return Outputs.of(Output.of("state", ValueKind.TEXT, "where the order is"));
    }

    @Override
    public Map<String, ?> run(ConnectorCall call) {
      throw new AssertionError("a test must not come here");
    }
  }

  private final ScriptedConnector orders = ScriptedConnector.inPlaceOf(new Orders());

  @RegisterExtension
  final FlowEngineExtension flows =
      FlowEngineExtension.builder()
          .engine(builder -> builder.connector(orders))
          .flow(
              "follow",
              (system, self, inputs) -> {
                try {
                  return self.connectTo("ORDERS").input("number", 7).run().outputs();
                } catch (DependencyFailedException e) {
                  return Map.of("state", "unknown", "why", e.getMessage());
                }
              })
          .build();

  private Execution follow() {
    return flows.engine().flow("follow").start().await(PATIENCE);
  }

  @Test
  void a_flow_gets_the_answer_of_the_test() {
    orders.answers(Map.of("state", "shipped"));

    assertThat(follow()).succeeded().hasOutput("state", "shipped");
    assertThat(orders.asked()).containsExactly(Map.of("number", 7L, "region", "eu"));
  }

  @Test
  void a_flow_gets_the_failure_of_the_test() {
    orders.fails("Unavailable", "the warehouse is closed");

    assertThat((String) follow().outputs().get("why")).contains("the warehouse is closed");
  }

  @Test
  void a_connector_that_nobody_told_what_to_answer_says_so() {
    assertThat((String) follow().outputs().get("why")).contains("has fewer answers");
  }
}
