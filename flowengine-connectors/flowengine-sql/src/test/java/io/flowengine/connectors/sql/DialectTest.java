package io.flowengine.connectors.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.flowengine.connector.ConnectorException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How drivers are configured. Of two of them this is all that is tested. */
class DialectTest {
  private static Target target(Dialect dialect, boolean isVerified) {
    return new Target(
        dialect,
        new Target.Address("db.example.org", dialect.port(), "shop"),
        "me",
        "hunter2",
        isVerified,
        null,
        Duration.ofSeconds(5));
  }

  @ParameterizedTest
  @CsvSource({
    "POSTGRES, jdbc:postgresql://db.example.org:5432/shop",
    "MYSQL, jdbc:mariadb://db.example.org:3306/shop",
    "SQL_SERVER, jdbc:sqlserver://db.example.org:1433;databaseName=shop",
    "ORACLE, jdbc:oracle:thin:@tcps://db.example.org:1521/shop"
  })
  void a_database_has_an_address(Dialect dialect, String url) {
    assertThat(dialect.url(target(dialect, true))).isEqualTo(url);
  }

  @ParameterizedTest
  @CsvSource({
    "POSTGRES, sslmode, verify-full, disable",
    "MYSQL, sslMode, verify-full, disable",
    "SQL_SERVER, encrypt, true, false"
  })
  void certificates_are_checked_unless_tls_is_off(
      Dialect dialect, String property, String verified, String off) {
    assertThat(dialect.properties(target(dialect, true), null)).containsEntry(property, verified);
    assertThat(dialect.properties(target(dialect, false), null)).containsEntry(property, off);
  }

  @Test
  void a_password_is_not_shown() {
    assertThat(target(Dialect.ORACLE, true).toString()).doesNotContain("hunter2");
  }

  @Test
  void a_driver_that_is_not_there_is_named_with_its_artifact() {
    try (Pools pools = new Pools(1)) {
      assertThatExceptionOfType(ConnectorException.class)
          .isThrownBy(() -> pools.lease(target(Dialect.ORACLE, false)))
          .withMessageContaining("add com.oracle.database.jdbc:ojdbc17 to the host application");
    }
  }
}
