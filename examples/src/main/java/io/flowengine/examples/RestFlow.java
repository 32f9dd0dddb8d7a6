package io.flowengine.examples;

import static java.time.Duration.ofSeconds;

import com.sun.net.httpserver.HttpServer;
import io.flowengine.FlowEngine;
import io.flowengine.connector.OutboundPolicy;
import io.flowengine.connectors.rest.RestConnector;
import io.flowengine.execution.Execution;
import io.flowengine.flow.FlowContext;
import io.flowengine.flow.FlowSystem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A flow that asks another system over HTTP; and the connector of the host's own. */
public final class RestFlow {
  private RestFlow() {}

  /**
   * Runs it.
   *
   * @param args none
   * @throws IOException if the shop cannot be opened
   */
  public static void main(String[] args) throws IOException {
    HttpServer shop = shop();
    try (RestConnector rest = RestConnector.create();
        FlowEngine engine = open(rest)) {
      Execution price = engine.flow("price").input("shop", shop.getAddress().getPort()).start();
      System.out.println(price.await(ofSeconds(30)).outputs());
    } finally {
      shop.stop(0);
    }
  }

  /** The policy lets connectors reach this machine, where the shop is. */
  static FlowEngine open(RestConnector rest) {
    return FlowEngine.builder()
        .connector(rest)
        .connector(new OwnConnector())
        .outbound(OutboundPolicy.standard().openLoopback())
        .flow("price", RestFlow::price)
        .build();
  }

  private static @Nullable Object price(
      FlowSystem system, FlowContext self, Map<String, @Nullable Object> inputs) {
    Execution answer =
        self.connectTo("REST")
            .input("url", "http://127.0.0.1:" + inputs.get("shop") + "/price")
            .input("params", Map.of("article", 7))
            .timeout(ofSeconds(20))
            .run();
    return answer.outputs().get("json");
  }

  static HttpServer shop() throws IOException {
    HttpServer shop =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    shop.createContext(
        "/price",
        exchange -> {
          byte[] body = "{\"article\": 7, \"price\": 12}".getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    shop.start();
    return shop;
  }
}
