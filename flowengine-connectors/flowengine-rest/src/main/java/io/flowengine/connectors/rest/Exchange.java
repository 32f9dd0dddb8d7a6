package io.flowengine.connectors.rest;

import io.flowengine.connector.ConnectorCall;
import io.flowengine.connector.ConnectorException;
import io.flowengine.execution.InvalidInputException;
import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A request and its redirects. Each is looked at by the outbound policy before it is made. */
final class Exchange {
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

  /** What came in the end. */
  record Reply(Outgoing request, HttpResponse<BodyStream> response) {}

  private final ConnectorCall call;
  private final Transport transport;
  private final Tokens tokens;
  private CookieManager jar = new CookieManager(null, CookiePolicy.ACCEPT_ORIGINAL_SERVER);

  Exchange(ConnectorCall call, Transport transport, Tokens tokens) {
    this.call = call;
    this.transport = transport;
    this.tokens = tokens;
    call.dict("headers").forEach((name, value) -> hide(name, String.valueOf(value)));
  }

  /** Secrets in headers have a word before them that is none. */
  private void hide(String name, String value) {
    if (Outgoing.isPrivate(name)) {
      call.hide(value.substring(value.indexOf(' ') + 1));
    }
  }

  /** Sends a request and follows where the answers lead. */
  Reply send(Outgoing first) throws InterruptedException, IOException {
    jar = new CookieManager(null, CookiePolicy.ACCEPT_ORIGINAL_SERVER);
    Outgoing out = first;
    for (long left = call.integer("max_redirects"); ; left--) {
      HttpResponse<BodyStream> response = transport.send(out, headers(first, out));
      jar.put(out.uri(), response.headers().map());
      if (response.statusCode() == 401) {
        tokens.forget(call);
      }
      String location = response.headers().firstValue("location").orElse(null);
      if (!call.flag("allow_redirects")
          || location == null
          || !REDIRECTS.contains(response.statusCode())) {
        return new Reply(out, response);
      }
      response.body().close();
      if (left == 0) {
        throw failed(
            out,
            "there were more than "
                + call.integer("max_redirects")
                + " redirects, the last one to "
                + Answer.shortened(location));
      }
      out = next(out, response.statusCode(), location);
    }
  }

  private static Outgoing next(Outgoing out, int status, String location) {
    URI to;
    try {
      to = Target.checked(out.uri().resolve(location.strip().replace(" ", "%20")).toString());
    } catch (IllegalArgumentException | InvalidInputException e) {
      throw failed(out, "the redirect leads to no address: " + Answer.shortened(location));
    }
    Outgoing next = out.redirected(status, to);
    if (out.isSecure() && !next.isSecure()) {
      throw failed(out, "the redirect leads from https to http, to " + next.place());
    }
    return next;
  }

  private static ConnectorException failed(Outgoing out, String words) {
    return ConnectorException.at(
        "RedirectError", "follow the redirect of", out.named(), words, null);
  }

  private Map<String, List<String>> headers(Outgoing first, Outgoing out)
      throws InterruptedException, IOException {
    Map<String, List<String>> headers = new LinkedHashMap<>();
    boolean isFirst = first.isSameOrigin(out);
    String authorization = isFirst ? tokens.authorization(call, transport) : null;
    if (authorization != null) {
      headers.put("Authorization", List.of(authorization));
    }
    Map<String, String> cookies = new LinkedHashMap<>();
    if (isFirst) {
      call.dict("cookies").forEach((name, value) -> cookies.put(name, String.valueOf(value)));
    }
    jar.getCookieStore()
        .get(out.uri())
        .forEach(each -> cookies.put(each.getName(), each.getValue()));
    if (!cookies.isEmpty()) {
      headers.put("Cookie", List.of(joined(cookies)));
    }
    return headers;
  }

  private static String joined(Map<String, String> cookies) {
    return cookies.entrySet().stream()
        .map(each -> each.getKey() + "=" + each.getValue())
        .collect(Collectors.joining("; "));
  }

  /** The cookies that were set on the way. */
  Map<String, @Nullable Object> cookies() {
    Map<String, @Nullable Object> cookies = new LinkedHashMap<>();
    for (HttpCookie cookie : jar.getCookieStore().getCookies()) {
      cookies.put(cookie.getName(), cookie.getValue());
    }
    return cookies;
  }
}
