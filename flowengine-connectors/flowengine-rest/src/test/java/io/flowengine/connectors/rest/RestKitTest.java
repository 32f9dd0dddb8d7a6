package io.flowengine.connectors.rest;

import com.sun.net.httpserver.HttpExchange;
import io.flowengine.connector.Connector;
import io.flowengine.jdbc.JdbcStore;
import io.flowengine.spi.Store;
import io.flowengine.testkit.connector.ConnectorKit;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;

/** REST passes the contract of connectors. */
class RestKitTest extends ConnectorKit {
  private static final RestConnector CONNECTOR = RestConnector.create();
  private static final int LARGE_MIB = 100;

  /** The servers, which the JVM with little heap does not have. */
  private static final class Servers {
    static final LocalServer LOCAL =
        LocalServer.start()
            .on("/ok", 200, "application/json", "{\"ok\": true}")
            .on("/large", RestKitTest::pour)
            .on("/mirror", RestKitTest::mirror);
    static final RawServer SILENT = RawServer.start(RawServer::hang);
  }

  private static void pour(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, LARGE_MIB * 1024L * 1024);
    OutputStream out = exchange.getResponseBody();
    byte[] piece = new byte[64 * 1024];
    for (int i = 0; i < LARGE_MIB * 16; i++) {
      out.write(piece);
    }
  }

  /** Says all it was sent. */
  private static void mirror(HttpExchange exchange) throws IOException {
    LocalServer.Asked asked = Servers.LOCAL.asked().getLast();
    String said = asked.uri() + " " + asked.headers() + " " + asked.text();
    exchange.getResponseHeaders().set("X-Mirror", said.replaceAll("[\r\n]", " "));
    LocalServer.answer(
        exchange, 403, "text/plain", said.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  @AfterAll
  static void close() {
    Servers.LOCAL.close();
    Servers.SILENT.close();
    CONNECTOR.close();
  }

  @Override
  protected Connector connector() {
    return CONNECTOR;
  }

  @Override
  protected Map<String, ?> succeeding() {
    return Map.of("url", Servers.LOCAL.url("/ok"));
  }

  @Override
  protected Map<String, ?> refused(String secret) {
    return Map.of(
        "url", Servers.LOCAL.url("/mirror"),
        "username", "somebody",
        "password", secret,
        "cookies", Map.of("session", secret),
        "headers", Map.of("X-Api-Key", secret));
  }

  @Override
  protected Map<String, ?> hanging() {
    return Map.of("url", Servers.SILENT.url("/"));
  }

  @Override
  protected int underWay() {
    return Servers.SILENT.open();
  }

  @Override
  protected boolean isRepeatable() {
    return true;
  }

  @Override
  protected Optional<Map<String, ?>> large() {
    return Optional.of(Map.of("url", Servers.LOCAL.url("/large"), "dst", "large"));
  }

  @Override
  protected Store store(Path directory) {
    return JdbcStore.embedded(directory.resolve("flows.db"));
  }

  @Override
  protected Optional<Path> page() {
    return Optional.of(Path.of("../../docs/connectors/rest.md"));
  }
}
