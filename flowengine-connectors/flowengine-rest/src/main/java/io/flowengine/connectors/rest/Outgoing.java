package io.flowengine.connectors.rest;

import io.flowengine.connector.ConnectorCall;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request.
 *
 * @param method its method, in upper case
 * @param uri where it goes
 * @param headers its headers, but those of the body and of the authentication
 * @param payload its body; null for none
 */
record Outgoing(
    String method, URI uri, Map<String, List<String>> headers, @Nullable Payload payload) {
  /** Reads the inputs. */
  static Outgoing of(ConnectorCall call) {
    Map<String, List<String>> headers = new LinkedHashMap<>();
    call.dict("headers")
        .forEach(
            (name, value) -> {
              List<?> values =
                  value instanceof List<?> list ? list : List.of(String.valueOf(value));
              headers.put(name, values.stream().map(String::valueOf).toList());
            });
    String method = call.text("method").toUpperCase(Locale.ROOT);
    return new Outgoing(method, Target.of(call), headers, Payload.of(call));
  }

  /** True for a header that has a secret in it. */
  static boolean isPrivate(String header) {
    return RestDeclaration.PRIVATE.contains(header.toLowerCase(Locale.ROOT));
  }

  /** How messages name it; without the query, which may have secrets in it. */
  String named() {
    return method + " " + place() + (uri.getRawPath() == null ? "" : uri.getRawPath());
  }

  /** Host and port. */
  String place() {
    return uri.getHost() + ":" + port();
  }

  int port() {
    if (uri.getPort() >= 0) {
      return uri.getPort();
    }
    return isSecure() ? 443 : 80;
  }

  boolean isSecure() {
    return "https".equalsIgnoreCase(uri.getScheme());
  }

  /** True if it goes to the same server by the same scheme. */
  boolean isSameOrigin(Outgoing other) {
    return uri.getHost().equalsIgnoreCase(other.uri.getHost())
        && port() == other.port()
        && isSecure() == other.isSecure();
  }

  /** The request that a redirect asks for; another server is given no credentials. */
  Outgoing redirected(int status, URI to) {
    boolean becomesGet =
        status == 303 ? !method.equals("HEAD") : status < 303 && method.equals("POST");
    Outgoing next =
        new Outgoing(becomesGet ? "GET" : method, to, headers, becomesGet ? null : payload);
    if (isSameOrigin(next)) {
      return next;
    }
    Map<String, List<String>> open = new LinkedHashMap<>(headers);
    open.keySet().removeIf(Outgoing::isPrivate);
    return new Outgoing(next.method, to, open, next.payload);
  }
}
