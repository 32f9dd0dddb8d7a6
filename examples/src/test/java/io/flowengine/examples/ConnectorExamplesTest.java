package io.flowengine.examples;

import static io.flowengine.testkit.FlowAssertions.assertThat;
import static java.time.Duration.ofSeconds;

import com.sun.net.httpserver.HttpServer;
import io.flowengine.FlowEngine;
import io.flowengine.connector.OutboundPolicy;
import io.flowengine.connectors.rest.RestConnector;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ConnectorExamplesTest {
  @Test
  void a_flow_asks_another_system_over_http() throws IOException {
    HttpServer shop = RestFlow.shop();
    try (RestConnector rest = RestConnector.create();
        FlowEngine engine = RestFlow.open(rest)) {
      int port = shop.getAddress().getPort();
      assertThat(engine.flow("price").input("shop", port).start().await(ofSeconds(60)))
          .hasOutput("price", 12);
    } finally {
      shop.stop(0);
    }
  }

  @Test
  void a_connector_of_ones_own_is_one_class() throws IOException {
    try (ServerSocket mail = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        FlowEngine engine =
            FlowEngine.builder()
                .connector(new OwnConnector())
                .outbound(OutboundPolicy.standard().openLoopback())
                .flow(
                    "main",
                    (system, self, inputs) ->
                        self.connectTo("GREETING").inputs(inputs).run().outputs())
                .build()) {
      Thread unused = Thread.ofVirtual().start(() -> greet(mail));
      assertThat(
              engine
                  .flow("main")
                  .input("host", "localhost")
                  .input("port", mail.getLocalPort())
                  .start()
                  .await(ofSeconds(60)))
          .hasOutput("greeting", "220 mail.example.org ready");
    }
  }

  private static void greet(ServerSocket mail) {
    try (Socket socket = mail.accept()) {
      socket
          .getOutputStream()
          .write("220 mail.example.org ready\n".getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
