package io.flowengine.examples;

import io.flowengine.connector.Connector;
import io.flowengine.connector.ConnectorCall;
import io.flowengine.connector.ConnectorException;
import io.flowengine.connector.Input;
import io.flowengine.connector.Inputs;
import io.flowengine.connector.Output;
import io.flowengine.connector.Outputs;
import io.flowengine.connector.ValueKind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/**
 * A connector of a host's own: asks a server for its greeting, as mail and SSH servers give one.
 */
final class OwnConnector implements Connector {
  @Override
  public String type() {
    return "GREETING";
  }

  @Override
  public Inputs inputs() {
    return Inputs.of(
        Input.text("host").required().about("who is asked"),
        Input.port("port").or(25),
        Input.time("patience").or(Duration.ofSeconds(10)));
  }

  @Override
  public Outputs outputs() {
    return Outputs.of(Output.of("greeting", ValueKind.TEXT, "the first line"));
  }

  @Override
  public Map<String, ?> run(ConnectorCall call) {
    String host = call.text("host");
    int port = (int) call.integer("port");
    var address = call.engine().reach(host, port).getFirst();
    int millis = (int) call.time("patience").toMillis();
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), millis);
      socket.setSoTimeout(millis);
      var lines = new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8);
      return Map.of("greeting", String.valueOf(new BufferedReader(lines).readLine()));
    } catch (IOException e) {
      String words = String.valueOf(e.getMessage());
      throw ConnectorException.at("ConnectError", "be greeted by", host + ":" + port, words, e);
    }
  }
}
