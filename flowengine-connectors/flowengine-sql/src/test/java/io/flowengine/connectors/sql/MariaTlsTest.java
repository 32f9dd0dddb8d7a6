package io.flowengine.connectors.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.testkit.rule.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** MariaDB over TLS: whether certificate and name are checked. */
@Rule("FA-181")
@EnabledOnOs(
    value = OS.LINUX,
    architectures = "amd64",
    disabledReason = "the binary of MariaDB in Maven Central is for Linux on x86-64")
class MariaTlsTest {
  @TempDir static Path directory;
  private static TlsCalls calls;
  private static MariaServer server;

  @BeforeAll
  static void open() throws IOException {
    calls = new TlsCalls(directory);
    server =
        MariaServer.start(
            Files.createDirectory(directory.resolve("tls")),
            "--ssl-cert=" + calls.certificate(),
            "--ssl-key=" + calls.key());
  }

  @AfterAll
  static void close() {
    server.close();
  }

  @AfterEach
  void leaveNothing() throws IOException {
    TlsCalls.requireNothingLeft();
  }

  private static String ask(MariaServer asked, String host, String authorities) {
    Map<String, Object> inputs = new HashMap<>();
    inputs.put("host", host);
    inputs.put("port", asked.port());
    inputs.put("username", MariaServer.USER);
    inputs.put("password", MariaServer.PASSWORD);
    inputs.put(
        "fetchval",
        "SELECT variable_value <> '' FROM information_schema.session_status"
            + " WHERE variable_name = 'Ssl_cipher'");
    inputs.put("cacert", authorities);
    return TlsCalls.ask(SqlConnector.mysql(), inputs);
  }

  @Test
  void a_certificate_of_an_authority_of_the_call_is_trusted() {
    assertThat(ask(server, "127.0.0.1", "# some\n" + calls.untrusted() + calls.trusted()))
        .isEqualTo("1");
  }

  @Test
  void a_certificate_of_another_authority_is_refused() {
    assertThat(ask(server, "127.0.0.1", calls.untrusted()))
        .contains("TlsError")
        .contains("agree on TLS with 127.0.0.1:" + server.port());
  }

  @Test
  void a_certificate_for_another_name_is_refused() {
    assertThat(ask(server, "localhost", calls.trusted())).contains("TlsError");
  }

  @Test
  void a_server_that_speaks_no_tls_is_refused() throws IOException {
    Path folder = Files.createDirectory(directory.resolve("plain"));
    try (MariaServer plain = MariaServer.start(folder, "--skip-ssl")) {
      assertThat(ask(plain, "127.0.0.1", calls.trusted())).contains("TlsError");
    }
  }
}
