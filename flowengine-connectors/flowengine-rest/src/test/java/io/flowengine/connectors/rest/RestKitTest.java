package io.flowengine.connectors.rest;

import com.sun.net.httpserver.HttpExchange;
import io.flowengine.connector.Connector;
import io.flowengine.jdbc.JdbcStore;
import io.flowengine.spi.Store;
import io.flowengine.testkit.connector.ConnectorKit;
import io.flowengine.testkit.connector.RawServer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;

/** REST passes the contract of connectors. */
class RestKitTest extends ConnectorKit {
  private static final RestConnector CONNECTOR = RestConnector.create();
  private static final long LARGE = 100L * 1024 * 1024;

  /** The servers, which the JVM with little heap does not have. */
  private static final class Servers {
    static final LocalServer LOCAL =
        LocalServer.start()
            .on("/ok", 200, "application/json", "{\"ok\": true}")
            .on("/large", RestKitTest::move)
            .on("/mirror", RestKitTest::mirror)
            .on("/count", RestKitTest::count);
    static final RawServer SILENT = RawServer.start(RawServer::hang);
    static final AtomicInteger COUNT = new AtomicInteger();
  }

  /** Gives many bytes, or takes as many. */
  private static void move(HttpExchange exchange) throws IOException {
    if (exchange.getRequestMethod().equals("PUT")) {
      long size = exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
      LocalServer.answer(exchange, size == LARGE ? 200 : 400, "text/plain", new byte[0]);
      return;
    }
    exchange.sendResponseHeaders(200, LARGE);
    OutputStream out = exchange.getResponseBody();
    byte[] piece = new byte[64 * 1024];
    for (long left = LARGE; left > 0; left -= piece.length) {
      out.write(piece);
    }
  }

  private static void count(HttpExchange exchange) throws IOException {
    Servers.COUNT.incrementAndGet();
    exchange.sendResponseHeaders(204, -1);
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
    return Map.of("url", RestWorld.url(Servers.SILENT));
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
  protected Optional<Map<String, ?>> counted(boolean isRepeatable) {
    String method = isRepeatable ? "put" : "post";
    return Optional.of(Map.of("url", Servers.LOCAL.url("/count"), "method", method));
  }

  @Override
  protected int count() {
    return Servers.COUNT.get();
  }

  @Override
  protected List<Map<String, ?>> large() {
    String url = Servers.LOCAL.url("/large");
    return List.of(
        Map.of("url", url, "dst", "large"), Map.of("url", url, "method", "put", "src", "large"));
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
