package io.flowengine.connectors.rest;

import io.flowengine.connector.Connector;
import io.flowengine.connector.ConnectorCall;
import io.flowengine.connector.Inputs;
import io.flowengine.connector.Outputs;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Connections of type REST: one HTTP request, its redirects and its repetitions. Connections to a
 * server are kept and shared by all calls, over HTTP/2 where the server speaks it under TLS. A call
 * holds no platform thread while it waits.
 *
 * <p>Thread-safe. One object serves several engines; closing it closes the kept connections.
 */
public final class RestConnector implements Connector, AutoCloseable {
  private final Clients clients = new Clients();
  private final Tokens tokens = new Tokens();

  private RestConnector() {}

  /** {@return a connector with no connections yet} */
  public static RestConnector create() {
    return new RestConnector();
  }

  @Override
  public String type() {
    return "REST";
  }

  @Override
  public String about() {
    return "One HTTP request to a server, with its redirects.";
  }

  @Override
  public Inputs inputs() {
    return RestDeclaration.INPUTS;
  }

  @Override
  public Outputs outputs() {
    return RestDeclaration.OUTPUTS;
  }

  /** {@return true for get, head, options, put and delete, and if the call says so itself} */
  @Override
  public boolean isRepeatable(ConnectorCall call) {
    return Attempts.isRepeatable(call);
  }

  @Override
  public Map<String, ? extends @Nullable Object> run(ConnectorCall call) throws Exception {
    Outgoing first = Outgoing.of(call);
    Backoff backoff = Backoff.of(call.dict("retry_backoff"));
    Transport transport = new Transport(clients.client(call), call);
    return new Attempts(call, transport, tokens, backoff).run(first);
  }

  /** Closes the connections to servers; calls that are under way come to their end. */
  @Override
  public void close() {
    clients.close();
  }
}
