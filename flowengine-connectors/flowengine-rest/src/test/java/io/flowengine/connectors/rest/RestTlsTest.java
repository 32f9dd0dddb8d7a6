package io.flowengine.connectors.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.flowengine.execution.Execution;
import io.flowengine.testkit.connector.CertificateAuthority;
import io.flowengine.testkit.connector.RawServer;
import io.flowengine.testkit.rule.Rule;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates are checked, against the usual authorities or those of the call. */
@Rule("FA-178")
class RestTlsTest extends RestWorld {
  @TempDir static Path directory;
  private static CertificateAuthority authority;
  private static LocalServer secure;
  private static LocalServer misnamed;

  @BeforeAll
  static void issue() throws Exception {
    authority = CertificateAuthority.in(directory);
    secure =
        secure("ip:127.0.0.1")
            .on("/a", 200, "text/plain", "secret")
            .redirect("/down", 302, "http://127.0.0.1:1/a");
    misnamed = secure("dns:example.org").on("/a", 200, "text/plain", "secret");
  }

  private static LocalServer secure(String name) throws Exception {
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(authority.issue(name).context()));
    return LocalServer.on(server);
  }

  @AfterAll
  static void closeServers() {
    secure.close();
    misnamed.close();
  }

  private static String url(LocalServer server, String path) {
    return server.url(path).replace("http:", "https:");
  }

  @Test
  void an_authority_of_the_call_is_trusted() {
    assertThat(call(inputs(url(secure, "/a"), "cacert", authority.pem())))
        .containsEntry("text", "secret");
  }

  @Test
  void a_certificate_of_an_unknown_authority_is_refused() {
    assertThat(failure(url(secure, "/a")))
        .contains("TlsError")
        .contains("agree on TLS with 127.0.0.1:");
  }

  @Test
  void a_certificate_for_another_name_is_refused() {
    assertThat(failure(url(misnamed, "/a"), "cacert", authority.pem())).contains("TlsError");
  }

  @Test
  void the_check_can_be_left_out() {
    assertThat(call(inputs(url(misnamed, "/a"), "verify_ssl", false)))
        .containsEntry("text", "secret");
  }

  @Test
  void a_server_that_speaks_no_tls() {
    try (RawServer plain = RawServer.start(RestTlsTest::greet)) {
      assertThat(failure(url(plain).replace("http:", "https:"))).contains("TlsError");
    }
  }

  private static void greet(Socket socket) throws IOException {
    RawServer.write(socket, "220 mail.example.org ready\r\n");
    RawServer.hang(socket);
  }

  @Test
  void a_redirect_from_https_to_http_is_not_followed() {
    assertThat(failure(url(secure, "/down"), "cacert", authority.pem()))
        .contains("RedirectError")
        .contains("from https to http");
  }

  @Test
  void an_authority_that_is_none_is_refused_before_a_connection_exists() {
    Execution main =
        flows.engine().flow("main").inputs(inputs(url(secure, "/a"), "cacert", "x")).start();
    main.outcome(PATIENCE);

    assertThat(main.message().orElse("")).contains("'cacert' must be certificates in PEM, was 'x'");
    assertThat(main.children()).isEqualTo(List.of());
  }
}
