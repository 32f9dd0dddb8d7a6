package io.flowengine.examples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.flowengine.FlowEngine;
import io.flowengine.WebhookTrigger;
import io.flowengine.webhook.WebhookReply;
import io.flowengine.webhook.WebhookRequest;
import io.flowengine.webhook.WebhookVerifier;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Starts flows by HTTP requests, with the server of the JDK: signed ones, and stored webhooks. */
public final class WebhookServer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private WebhookServer(FlowEngine engine, String secret, int port) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setExecutor(threads); // a request waits for its flow
    WebhookTrigger orders =
        WebhookTrigger.of(engine, "order")
            .verify(WebhookVerifier.hmacSha256(secret).prefix("sha256="))
            .eventIdHeader("X-Event-Id");
    server.createContext("/orders", exchange -> answer(exchange, orders::handle));
    server.createContext("/api", exchange -> answer(exchange, engine.webhooks()::handle));
    server.start();
  }

  /** What answers a request. */
  private interface Entrance {
    WebhookReply handle(WebhookRequest request);
  }

  /**
   * Takes orders until it is stopped.
   *
   * @param args the secret
   * @throws IOException if the port is taken
   */
  public static void main(String[] args) throws IOException {
    WebhookServer server = open(engine(), args[0], 8080);
    System.out.println("post signed orders to http://localhost:" + server.port() + "/orders");
  }

  static FlowEngine engine() {
    return FlowEngine.builder()
        .flow("order", (system, self, inputs) -> Map.of("received", inputs.get("json")))
        .build();
  }

  static WebhookServer open(FlowEngine engine, String secret, int port) throws IOException {
    return new WebhookServer(engine, secret, port);
  }

  int port() {
    return server.getAddress().getPort();
  }

  private static void answer(HttpExchange exchange, Entrance entrance) throws IOException {
    try (exchange) {
      WebhookReply reply =
          entrance.handle(
              WebhookRequest.of(
                  exchange.getRequestMethod(),
                  exchange.getRequestURI().getRawPath(),
                  exchange.getRequestURI().getRawQuery(),
                  exchange.getRequestHeaders(),
                  exchange.getRequestBody().readNBytes(WebhookTrigger.DEFAULT_MAX_BODY + 1)));
      reply.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
      byte[] body = exchange.getRequestMethod().equals("HEAD") ? new byte[0] : reply.body();
      exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
