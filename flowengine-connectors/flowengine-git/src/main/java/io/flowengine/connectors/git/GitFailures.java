package io.flowengine.connectors.git;

import io.flowengine.connector.ConnectorException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLException;
import org.eclipse.jgit.errors.NoRemoteRepositoryException;

/** What refusals mean. */
final class GitFailures {
  private GitFailures() {}

  static ConnectorException of(String place, Exception failure) {
    List<String> said = new ArrayList<>();
    String code = "GitError";
    for (Throwable each = failure; each != null; each = each.getCause()) {
      String words = String.valueOf(each.getMessage()).strip();
      if (each.getMessage() != null && said.stream().noneMatch(before -> before.contains(words))) {
        said.add(words);
      }
      code = code(each, code);
      if (each instanceof ConnectorException refused) {
        return refused;
      }
    }
    String all = String.join("; ", said);
    return ConnectorException.at(byWords(all, code), phase(code), place, all, failure);
  }

  private static String code(Throwable failure, String otherwise) {
    return switch (failure) {
      case NoRemoteRepositoryException e -> "RepositoryNotFound";
      case ConnectException e -> "ConnectError";
      case SSLException e -> "TlsError";
      case SocketTimeoutException e -> "TimeoutError";
      case SocketException e -> "ConnectionLost";
      default -> otherwise;
    };
  }

  private static String byWords(String said, String code) {
    String lower = said.toLowerCase(Locale.ROOT);
    boolean isLogin =
        lower.contains("not authorized")
            || lower.contains("not permitted")
            || lower.contains("auth fail")
            || lower.contains("authentication is required")
            || lower.contains("no more authentication methods")
            || lower.contains("cannot log in");
    if (!code.equals("GitError")) {
      return code;
    }
    if (lower.contains("redirected more than")) {
      return "RedirectError";
    }
    return isLogin ? "AuthenticationError" : code;
  }

  private static String phase(String code) {
    return code.equals("ConnectError") ? "connect to" : "read from";
  }
}
