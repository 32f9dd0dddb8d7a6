package io.flowengine.connectors.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.FlowEngine;
import io.flowengine.connector.OutboundPolicy;
import io.flowengine.execution.Execution;
import io.flowengine.execution.ReturnWhen;
import io.flowengine.testkit.connector.CertificateAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Two authorities, a server's certificate of one of them, and calls to that server over TLS. */
final class TlsCalls {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final CertificateAuthority authority;
  private final CertificateAuthority other;
  private final Path certificate;
  private final Path key;

  /** Makes them below a folder; the certificate is for 127.0.0.1, not for localhost. */
  TlsCalls(Path folder) throws IOException {
    authority = CertificateAuthority.in(Files.createDirectory(folder.resolve("one")));
    other = CertificateAuthority.in(Files.createDirectory(folder.resolve("other")));
    CertificateAuthority.Identity server = authority.issue("ip:127.0.0.1");
    certificate = Files.writeString(folder.resolve("server.crt"), server.certificate());
    key = Files.writeString(folder.resolve("server.key"), server.key());
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
  }

  Path certificate() {
    return certificate;
  }

  Path key() {
    return key;
  }

  /** What a client trusts that trusts the authority of the server. */
  String trusted() {
    return authority.pem();
  }

  /** What a client trusts that has never heard of it. */
  String untrusted() {
    return other.pem();
  }

  /**
   * What became of a call with {@code tls='verify'}: its result, or what it says of its failure.
   */
  static String ask(SqlConnector connector, Map<String, ?> inputs) {
    Map<String, Object> given = new HashMap<>(inputs);
    given.put("tls", "verify");
    try (connector;
        FlowEngine engine =
            FlowEngine.builder()
                .connector(connector)
                .outbound(OutboundPolicy.standard().openLoopback())
                .flow(
                    "main",
                    (system, self, all) ->
                        self.connectTo(connector.type())
                            .inputs(all)
                            .run(ReturnWhen.ALL_ENDED)
                            .outputs())
                .build()) {
      Execution main = engine.flow("main").inputs(given).start().await(PATIENCE);
      Execution connection = main.children().getFirst();
      Object result = connection.outputs().get("result");
      return result == null ? connection.message().orElse("") : result.toString();
    }
  }

  /** Checks that no file with authorities is left. */
  static void requireNothingLeft() throws IOException {
    try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .noneMatch(name -> name.startsWith("flowengine-authorities"));
    }
  }
}
