package io.flowengine.connectors.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.testkit.rule.Rule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL over TLS: whether certificate and name are checked. */
@Rule("FA-181")
class PostgresTlsTest {
  private static final PostgresServer SERVER = PostgresServer.SERVER;
  private static final long LOOK_NANOS = 10_000_000;

  @TempDir static Path directory;
  private static TlsCalls calls;

  @BeforeAll
  static void speakTls() throws IOException {
    calls = new TlsCalls(directory);
    SERVER.execute("ALTER SYSTEM SET ssl_cert_file = '" + calls.certificate() + "'");
    SERVER.execute("ALTER SYSTEM SET ssl_key_file = '" + calls.key() + "'");
    turn("on");
  }

  @AfterAll
  static void speakNoTls() {
    turn("off");
  }

  private static void turn(String state) {
    SERVER.execute("ALTER SYSTEM SET ssl = " + state);
    SERVER.execute("SELECT pg_reload_conf()");
    String setting = "SELECT count(*) FROM pg_settings WHERE name = 'ssl' AND setting = '";
    while (SERVER.number(setting + state + "'") == 0) {
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  @AfterEach
  void leaveNothing() throws IOException {
    TlsCalls.requireNothingLeft();
  }

  private static String ask(String host, String authorities) {
    Map<String, Object> inputs = new HashMap<>();
    inputs.put("host", host);
    inputs.put("port", SERVER.port());
    inputs.put("fetchval", "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()");
    inputs.put("cacert", authorities);
    return TlsCalls.ask(SqlConnector.postgres(), inputs);
  }

  @Test
  void a_certificate_of_an_authority_of_the_call_is_trusted() {
    assertThat(ask("127.0.0.1", calls.trusted())).isEqualTo("true");
  }

  @Test
  void all_authorities_of_a_call_are_trusted() {
    assertThat(ask("127.0.0.1", "# some\n" + calls.untrusted() + calls.trusted()))
        .isEqualTo("true");
  }

  @Test
  void a_certificate_of_another_authority_is_refused() {
    assertThat(ask("127.0.0.1", calls.untrusted()))
        .contains("TlsError")
        .contains("agree on TLS with 127.0.0.1:" + SERVER.port());
  }

  @Test
  void a_certificate_of_an_authority_that_nobody_knows_is_refused() {
    assertThat(ask("127.0.0.1", null)).contains("TlsError");
  }

  @Test
  void a_certificate_for_another_name_is_refused() {
    assertThat(ask("localhost", calls.trusted())).contains("TlsError").contains("localhost");
  }
}
