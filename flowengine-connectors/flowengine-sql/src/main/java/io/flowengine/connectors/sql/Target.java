package io.flowengine.connectors.sql;

import io.flowengine.connector.ConnectorCall;
import io.flowengine.execution.InvalidInputException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A configuration of connections: calls with equal ones share a pool.
 *
 * @param password null for none
 * @param isVerified whether TLS is spoken, and certificate and name are checked
 * @param cacert authorities in PEM; null for the usual
 */
record Target(
    Dialect dialect,
    Address address,
    String username,
    @Nullable String password,
    boolean isVerified,
    @Nullable String cacert,
    Duration connectTimeout) {
  private static final Pattern BRACKETS = Pattern.compile("^\\[|\\]$");
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._:-]+");
  private static final Pattern DATABASE = Pattern.compile("[\\p{L}\\p{N}_$.-]+");

  /** Where a database is. */
  record Address(String host, int port, String database) {}

  /**
   * Reads the inputs.
   *
   * @throws io.flowengine.connector.ConnectorException if the host is not known, or refused by the
   *     outbound policy
   */
  static Target of(ConnectorCall call, Dialect dialect) {
    String host = matching("host", HOST, BRACKETS.matcher(call.text("host")).replaceAll(""));
    int port = call.has("port") ? (int) call.integer("port") : dialect.port();
    String database = call.has("database") ? call.text("database") : dialect.database();
    boolean isLocal =
        call.engine().reach(host, port).stream().allMatch(InetAddress::isLoopbackAddress);
    boolean isVerified = call.has("tls") ? call.text("tls").equals("verify") : !isLocal;
    return new Target(
        dialect,
        new Address(host, port, matching("database", DATABASE, database)),
        call.has("username") ? call.text("username") : dialect.username(),
        call.has("password") ? call.text("password") : null,
        isVerified,
        dialect.takesAuthorities() && call.has("cacert") ? call.text("cacert") : null,
        call.time("connect_timeout"));
  }

  /** Refuses what would change the meaning of the URL. */
  private static String matching(String input, Pattern pattern, String value) {
    if (!pattern.matcher(value).matches()) {
      throw new InvalidInputException("input '" + input + "'", "must match " + pattern, value);
    }
    return value;
  }

  String host() {
    return address.host;
  }

  int port() {
    return address.port;
  }

  String database() {
    return address.database;
  }

  /** Host and port as URLs have them. */
  String authority() {
    return (host().contains(":") ? "[" + host() + "]" : host()) + ":" + port();
  }

  /** How messages name it. */
  String place() {
    return authority() + "/" + database();
  }

  /** {@return all but the password} */
  @Override
  public String toString() {
    return dialect + " " + username + "@" + place();
  }
}
