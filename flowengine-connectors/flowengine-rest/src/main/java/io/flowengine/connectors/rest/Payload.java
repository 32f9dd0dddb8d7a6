package io.flowengine.connectors.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowengine.connector.ConnectorCall;
import io.flowengine.connector.ConnectorEngine;
import io.flowengine.connector.ConnectorEngine.Content;
import io.flowengine.execution.InvalidInputException;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request.
 *
 * @param contentType its type, unless the headers name another one; null for none
 * @param source opens it, once for each time it is sent
 */
record Payload(@Nullable String contentType, Source source) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Opens a body. */
  @FunctionalInterface
  interface Source {
    /** {@return the bytes, and how many there are} */
    Content open(ConnectorEngine engine);
  }

  /** Reads the inputs; null if no body is given. */
  static @Nullable Payload of(ConnectorCall call) {
    if (call.has("json")) {
      return bytes("application/json", json(call.value("json")));
    }
    if (call.has("urlencoded")) {
      String form = Target.encoded(call.dict("urlencoded"));
      return bytes("application/x-www-form-urlencoded", form.getBytes(StandardCharsets.UTF_8));
    }
    if (call.has("multipart")) {
      return Multipart.of(call.id().toString(), call.dict("multipart"));
    }
    if (call.has("src")) {
      String file = call.text("src");
      return new Payload("application/octet-stream", engine -> engine.open(file));
    }
    return call.has("data") ? data(call.value("data")) : null;
  }

  static Payload form(Map<String, String> fields) {
    byte[] form = Target.encoded(fields).getBytes(StandardCharsets.UTF_8);
    return bytes("application/x-www-form-urlencoded", form);
  }

  private static Payload data(@Nullable Object data) {
    if (data instanceof byte[] bytes) {
      return bytes("application/octet-stream", bytes);
    }
    if (data instanceof String text) {
      return bytes("text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }
    if (data instanceof Map<?, ?> fields) {
      byte[] form = Target.encoded(fields).getBytes(StandardCharsets.UTF_8);
      return bytes("application/x-www-form-urlencoded", form);
    }
    throw new InvalidInputException(
        "input 'data'",
        "must be text, bytes or a dict; give other values as json",
        String.valueOf(data));
  }

  static Payload bytes(@Nullable String contentType, byte[] bytes) {
    return new Payload(contentType, engine -> content(bytes));
  }

  static Content content(byte[] bytes) {
    InputStream in = new ByteArrayInputStream(bytes);
    return new Content(bytes.length, in);
  }

  private static byte[] json(@Nullable Object value) {
    try {
      return JSON.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new InvalidInputException("input 'json'", "must be JSON", e.getOriginalMessage());
    }
  }
}
