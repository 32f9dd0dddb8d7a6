package io.flowengine.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.FlowEngine;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WebhookServerTest {
  private static final String ORDER = "{\"pieces\": 3}";

  private final FlowEngine engine = WebhookServer.engine();
  private final WebhookServer server = WebhookServer.open(engine, "secret", 0);
  private final HttpClient client = HttpClient.newHttpClient();

  WebhookServerTest() throws IOException {}

  @AfterEach
  void close() {
    client.close();
    server.close();
    engine.close();
  }

  private HttpResponse<String> post(String path, String secret) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
    String signature = HexFormat.of().formatHex(mac.doFinal(ORDER.getBytes(UTF_8)));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + path))
            .header("Content-Type", "application/json")
            .header("X-Signature", "sha256=" + signature)
            .header("X-Event-Id", "1")
            .POST(BodyPublishers.ofString(ORDER))
            .build();
    return client.send(request, BodyHandlers.ofString());
  }

  @Test
  void a_signed_order_starts_the_flow_and_is_answered_by_it() throws Exception {
    HttpResponse<String> reply = post("/orders", "secret");

    assertThat(reply.statusCode()).isEqualTo(200);
    assertThat(reply.body()).isEqualTo("{\"received\":{\"pieces\":3}}");
  }

  @Test
  void a_forged_order_is_refused() throws Exception {
    HttpResponse<String> reply = post("/orders", "guess");

    assertThat(reply.statusCode()).isEqualTo(401);
    assertThat(reply.body()).contains("BAD_SIGNATURE");
  }

  @Test
  void a_webhook_that_is_not_stored_is_not_found() throws Exception {
    assertThat(post("/api/latest/webhook/nope/call", "secret").statusCode()).isEqualTo(404);
  }
}
