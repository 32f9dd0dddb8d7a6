package io.flowengine.connectors.rest;

import io.flowengine.connector.ConnectorCall;
import io.flowengine.execution.InvalidInputException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** The address of a request. */
final class Target {
  private Target() {}

  /** Makes it of the inputs. */
  static URI of(ConnectorCall call) {
    URI address = call.has("url") ? checked(call.text("url")) : assembled(call);
    String more = encoded(call.dict("params"));
    if (more.isEmpty()) {
      return address;
    }
    String text = address.toString();
    int end = text.indexOf('#') < 0 ? text.length() : text.indexOf('#');
    String before = text.substring(0, end);
    return URI.create(before + (before.indexOf('?') < 0 ? "?" : "&") + more);
  }

  /** Refuses what is no address of HTTP. */
  static URI checked(String text) {
    try {
      URI address = new URI(text.strip());
      String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
      if (address.getHost() != null && (scheme.equals("http") || scheme.equals("https"))) {
        return address;
      }
    } catch (URISyntaxException e) {
      throw new InvalidInputException("the address", "is no URL (" + e.getReason() + ")", text);
    }
    throw new InvalidInputException(
        "the address", "must begin with http:// or https:// and a host", text);
  }

  private static URI assembled(ConnectorCall call) {
    String path = joined(part(call, "base_path"), part(call, "path"));
    int port = call.has("port") ? (int) call.integer("port") : -1;
    String host = call.text("hostname");
    int query = path.indexOf('?');
    try {
      String address =
          new URI(
                  call.text("scheme"),
                  null,
                  host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host,
                  port,
                  null,
                  null,
                  null)
              .toString();
      String quoted =
          new URI(null, null, query < 0 ? path : path.substring(0, query), null).getRawPath();
      return checked(
          address + quoted.replace("%25", "%") + (query < 0 ? "" : path.substring(query)));
    } catch (URISyntaxException e) {
      throw new InvalidInputException(
          "hostname and path", "are no address (" + e.getReason() + ")", host);
    }
  }

  private static String part(ConnectorCall call, String input) {
    return call.has(input) ? call.text(input) : "";
  }

  private static String joined(String base, String path) {
    String first = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    String all = path.isEmpty() || path.startsWith("/") ? first + path : first + "/" + path;
    return all.startsWith("/") ? all : "/" + all;
  }

  /** Writes fields as forms and queries have them. */
  static String encoded(Map<?, ? extends @Nullable Object> fields) {
    StringJoiner joined = new StringJoiner("&");
    fields.forEach(
        (name, value) -> {
          for (Object each :
              value instanceof List<?> list ? list : java.util.Arrays.asList(value)) {
            if (each != null) {
              joined.add(encoded(String.valueOf(name)) + "=" + encoded(plain(each)));
            }
          }
        });
    return joined.toString();
  }

  /** True and False as JSON has them, and all else as it is. */
  private static String plain(Object value) {
    if (value instanceof Map<?, ?> || value instanceof byte[]) {
      throw new InvalidInputException(
          "a field", "must be text, a number, True or False, or a list of them", value);
    }
    return String.valueOf(value);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
