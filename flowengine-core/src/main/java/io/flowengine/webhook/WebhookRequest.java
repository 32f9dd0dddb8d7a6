package io.flowengine.webhook;

import static java.util.Objects.requireNonNull;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An HTTP request as a server has received it. Immutable. */
public final class WebhookRequest {
  private final String method;
  private final String path;
  private final Map<String, List<String>> query;
  private final Map<String, List<String>> headers;
  private final byte[] body;

  private WebhookRequest(
      String method,
      String path,
      Map<String, List<String>> query,
      Map<String, List<String>> headers,
      byte[] body) {
    this.method = method.toUpperCase(Locale.ROOT);
    this.path = requireNonNull(path, "path");
    this.query = Map.copyOf(query);
    Map<String, List<String>> lower = new LinkedHashMap<>();
    headers.forEach(
        (name, values) -> lower.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
    this.headers = Map.copyOf(lower);
    this.body = body.clone();
  }

  /**
   * Takes what an HTTP server has.
   *
   * @param method the method
   * @param path the path as it was sent, without the query
   * @param rawQuery the query as it was sent, without the question mark; null if there is none
   * @param headers the headers by their names
   * @param body the bytes of the body
   * @return the request
   */
  public static WebhookRequest of(
      String method,
      String path,
      @Nullable String rawQuery,
      Map<String, List<String>> headers,
      byte[] body) {
    return new WebhookRequest(method, path, form(rawQuery), headers, body);
  }

  /**
   * Reads {@code name=value&name=value}.
   *
   * @param text the text; null for none
   * @return the values by their names, in order, decoded
   */
  public static Map<String, List<String>> form(@Nullable String text) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    if (text == null || text.isEmpty()) {
      return values;
    }
    for (String pair : text.split("&", -1)) {
      if (pair.isEmpty()) {
        continue;
      }
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      String value = equals < 0 ? "" : pair.substring(equals + 1);
      values.computeIfAbsent(decoded(name), key -> new ArrayList<>()).add(decoded(value));
    }
    return values;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text; // a lone percent sign means itself
    }
  }

  /** {@return the method; in upper case} */
  public String method() {
    return method;
  }

  /** {@return the path as it was sent, without the query} */
  public String path() {
    return path;
  }

  /** {@return the values of the query by their names, decoded; unmodifiable} */
  public Map<String, List<String>> query() {
    return query;
  }

  /** {@return the values of the headers by their names, which are in lower case; unmodifiable} */
  public Map<String, List<String>> headers() {
    return headers;
  }

  /**
   * Gives one header.
   *
   * @param name its name, in any case
   * @return its first value; empty if it was not sent
   */
  public Optional<String> header(String name) {
    return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream().findFirst();
  }

  /** {@return the bytes of the body; a copy; empty if there is none} */
  public byte[] body() {
    return body.clone();
  }
}
