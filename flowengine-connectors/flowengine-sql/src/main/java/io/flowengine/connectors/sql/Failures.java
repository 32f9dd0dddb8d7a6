package io.flowengine.connectors.sql;

import io.flowengine.connector.ConnectorException;
import java.sql.SQLException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What is said when a database refuses. */
final class Failures {
  private static final Pattern SSL =
      Pattern.compile("\\bSSL\\b|hostname .* could not be verified", Pattern.CASE_INSENSITIVE);

  private Failures() {}

  /** A connection that did not come about. */
  static ConnectorException connecting(
      String place, @Nullable SQLException failure, Throwable cause) {
    SQLException deepest = failure;
    while (deepest != null && deepest.getCause() instanceof SQLException next) {
      deepest = next;
    }
    String state = deepest == null ? null : deepest.getSQLState();
    String words = deepest == null ? String.valueOf(cause.getMessage()) : words(deepest);
    boolean isLogin = state != null && state.startsWith("28");
    if (!isLogin && isTls(cause)) {
      return ConnectorException.at("TlsError", "agree on TLS with", place, words, cause);
    }
    return ConnectorException.at(
        isLogin ? "AuthenticationError" : "ConnectError",
        isLogin ? "log in to" : "connect to",
        place,
        words,
        cause);
  }

  /** Drivers have no state for it, and say it themselves if it was not TLS that failed. */
  private static boolean isTls(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof SSLException
          || (each instanceof SQLException
              && SSL.matcher(String.valueOf(each.getMessage())).find())) {
        return true;
      }
    }
    return false;
  }

  /** True if the connection is gone. */
  static boolean isLost(SQLException failure) {
    String state = failure.getSQLState();
    return state != null && (state.startsWith("08") || state.startsWith("57P"));
  }

  /** A statement that failed. */
  static ConnectorException running(String place, SQLException failure) {
    return ConnectorException.at(
        isLost(failure) ? "ConnectionLost" : "SqlError",
        "run a statement on",
        place,
        words(failure),
        failure);
  }

  private static String words(SQLException failure) {
    String words = String.valueOf(failure.getMessage()).strip().replaceAll("\\s*\\n\\s*", "; ");
    Throwable cause = failure.getCause();
    if (cause != null && cause.getMessage() != null && !words.contains(cause.getMessage())) {
      words += " (" + cause.getMessage() + ")";
    }
    return failure.getSQLState() == null ? words : words + " [" + failure.getSQLState() + "]";
  }
}
