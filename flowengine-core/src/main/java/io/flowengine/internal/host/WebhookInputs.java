package io.flowengine.internal.host;

import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.Value;
import io.flowengine.webhook.WebhookRequest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a flow gets to know of a request. */
public final class WebhookInputs {
  private WebhookInputs() {}

  /**
   * Reads a request. Parts that are not there are absent.
   *
   * @param request the request
   * @param path the path that the flow sees; null for none
   * @param headers the names of the headers that it sees, in lower case
   * @return the inputs: {@code method, path, query, headers} and one of {@code json, text,
   *     body_base64}
   * @throws InvalidInputException if the body is not what its content type says
   */
  public static Map<String, @Nullable Object> of(
      WebhookRequest request, @Nullable String path, Set<String> headers) {
    Map<String, @Nullable Object> inputs = new LinkedHashMap<>();
    inputs.put("method", request.method());
    if (path != null && !path.isEmpty()) {
      inputs.put("path", path);
    }
    if (!request.query().isEmpty()) {
      inputs.put("query", values(request.query()));
    }
    Map<String, @Nullable Object> shown = values(request.headers());
    shown.keySet().retainAll(headers);
    if (!shown.isEmpty()) {
      inputs.put("headers", shown);
    }
    byte[] body = request.body();
    if (body.length > 0) {
      body(inputs, request.header("content-type").orElse("").toLowerCase(Locale.ROOT), body);
    }
    return inputs;
  }

  private static Map<String, @Nullable Object> values(Map<String, List<String>> given) {
    Map<String, @Nullable Object> values = new TreeMap<>();
    given.forEach((name, all) -> values.put(name, all.size() == 1 ? all.getFirst() : all));
    return values;
  }

  private static void body(Map<String, @Nullable Object> inputs, String type, byte[] body) {
    String text = text(body);
    if (type.contains("json")) {
      if (text == null) {
        throw new InvalidInputException("the body is no text in UTF-8");
      }
      inputs.put("json", Value.ofJson(text).untagged().toObject());
    } else if (type.startsWith("application/x-www-form-urlencoded") && text != null) {
      inputs.put("json", values(WebhookRequest.form(text)));
    } else if (text != null && (type.isEmpty() || type.startsWith("text/"))) {
      inputs.put("text", text);
    } else {
      inputs.put("body_base64", Base64.getEncoder().encodeToString(body));
    }
  }

  private static @Nullable String text(byte[] body) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }
}
