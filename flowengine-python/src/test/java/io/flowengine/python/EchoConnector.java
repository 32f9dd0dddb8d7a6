package io.flowengine.python;

import io.flowengine.connector.Connector;
import io.flowengine.connector.ConnectorCall;
import io.flowengine.connector.Input;
import io.flowengine.connector.Inputs;
import io.flowengine.connector.Outputs;
import java.util.Map;

/** Gives back what it was given. */
final class EchoConnector implements Connector {
  @Override
  public String type() {
    return "ECHO";
  }

  @Override
  public Inputs inputs() {
    return Inputs.of(Input.text("say"));
  }

  @Override
  public Outputs outputs() {
    return Outputs.open();
  }

  @Override
  public Map<String, ?> run(ConnectorCall call) {
    return call.has("say") ? Map.of("say", call.text("say")) : Map.of();
  }
}
