package io.flowengine.connectors.git;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsServer;
import io.flowengine.connector.OutboundPolicy;
import io.flowengine.execution.Execution;
import io.flowengine.execution.ReturnWhen;
import io.flowengine.testkit.FlowEngineExtension;
import io.flowengine.testkit.connector.CertificateAuthority;
import io.flowengine.testkit.connector.RawServer;
import io.flowengine.testkit.rule.Rule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A repository over HTTPS: whether certificate and name are checked. */
@Rule("FA-180")
class GitTlsTest {
  @TempDir static Path directory;
  private static CertificateAuthority authority;
  private static Repositories repositories;
  private static HttpsServer server;

  @RegisterExtension
  final FlowEngineExtension flows =
      FlowEngineExtension.builder()
          .engine(
              builder ->
                  builder
                      .connector(GitConnector.create())
                      .outbound(OutboundPolicy.standard().openLoopback()))
          .flow(
              "main",
              (system, self, inputs) ->
                  self.connectTo("GIT").inputs(inputs).run(ReturnWhen.ALL_ENDED).outputs())
          .build();

  @BeforeAll
  static void serve() throws Exception {
    authority = CertificateAuthority.in(Files.createDirectory(directory.resolve("authority")));
    repositories = Repositories.in(directory, Map.of("a.txt", "content".getBytes(UTF_8)));
    server = repositories.serve(authority.issue("ip:127.0.0.1").context());
  }

  @AfterAll
  static void close() {
    server.stop(0);
    repositories.close();
  }

  /** What became of a call: its outputs, or what it says of its failure. */
  private String ask(String host, int port, Object... more) {
    Map<String, Object> inputs = new LinkedHashMap<>();
    inputs.put("repository_url", "https://" + host + ":" + port + "/open.git");
    inputs.put("command", "metadata");
    for (int i = 0; i < more.length; i += 2) {
      inputs.put((String) more[i], more[i + 1]);
    }
    Execution main = flows.engine().flow("main").inputs(inputs).start();
    Execution connection = main.await(Duration.ofSeconds(60)).children().getFirst();
    return connection.message().orElse("") + connection.outputs();
  }

  private static int port() {
    return server.getAddress().getPort();
  }

  @Test
  void an_authority_of_the_call_is_trusted() {
    assertThat(ask("127.0.0.1", port(), "cacert", authority.pem())).contains("author_name=Ada");
  }

  @Test
  void a_certificate_of_an_unknown_authority_is_refused() {
    assertThat(ask("127.0.0.1", port())).contains("TlsError").contains("127.0.0.1:" + port());
  }

  @Test
  void a_certificate_for_another_name_is_refused() {
    assertThat(ask("localhost", port(), "cacert", authority.pem())).contains("TlsError");
  }

  @Test
  void the_check_can_be_left_out() {
    assertThat(ask("localhost", port(), "verify_ssl", false)).contains("author_name=Ada");
  }

  @Test
  void a_server_that_speaks_no_tls() {
    try (RawServer plain =
        RawServer.start(
            socket -> {
              RawServer.write(socket, "220 mail.example.org ready\r\n");
              RawServer.hang(socket);
            })) {
      assertThat(ask("127.0.0.1", plain.port())).contains("TlsError");
    }
  }
}
