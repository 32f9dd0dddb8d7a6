package io.flowengine.connectors.rest;

import io.flowengine.connector.ConnectorEngine;
import io.flowengine.connector.ConnectorEngine.Content;
import io.flowengine.execution.InvalidInputException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A body of parts (RFC 7578). */
final class Multipart {
  private static final Set<String> KEYS = Set.of("content", "file", "filename", "content_type");

  private final String boundary;
  private final List<Payload.Source> pieces = new ArrayList<>();

  private Multipart(String boundary) {
    this.boundary = boundary;
  }

  /**
   * Makes a body.
   *
   * @param id makes the boundary one that is in no part
   */
  static Payload of(String id, Map<String, @Nullable Object> parts) {
    Multipart body = new Multipart("flowengine-" + id);
    parts.forEach(
        (name, value) -> {
          for (Object each : value instanceof List<?> list ? list : Arrays.asList(value)) {
            body.part(name, each);
          }
        });
    body.add("--" + body.boundary + "--\r\n");
    return new Payload("multipart/form-data; boundary=" + body.boundary, body::open);
  }

  private void part(String name, @Nullable Object value) {
    if (value instanceof Map<?, ?> dict) {
      if (!KEYS.containsAll(dict.keySet())
          || dict.containsKey("file") == dict.containsKey("content")) {
        throw new InvalidInputException(
            "multipart." + name,
            "must have one of content and file, and may have filename and content_type",
            dict.keySet());
      }
      Object file = dict.get("file");
      Object filename = dict.get("filename") == null ? file : dict.get("filename");
      head(name, text(filename), text(dict.get("content_type")));
      if (file != null) {
        String source = String.valueOf(file);
        pieces.add(engine -> engine.open(source));
      } else {
        body(name, dict.get("content"));
      }
    } else {
      head(name, value instanceof byte[] ? name : null, null);
      body(name, value);
    }
    add("\r\n");
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : String.valueOf(value);
  }

  private void head(String name, @Nullable String filename, @Nullable String type) {
    StringBuilder head = new StringBuilder();
    head.append("--").append(boundary).append("\r\nContent-Disposition: form-data; name=\"");
    head.append(quoted(name)).append('"');
    if (filename != null) {
      head.append("; filename=\"").append(quoted(filename)).append('"');
    }
    if (type != null || filename != null) {
      head.append("\r\nContent-Type: ");
      head.append(type == null ? "application/octet-stream" : type.replaceAll("[\r\n]", " "));
    }
    add(head.append("\r\n\r\n").toString());
  }

  private static String quoted(String text) {
    return text.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
  }

  private void body(String name, @Nullable Object value) {
    if (value instanceof byte[] bytes) {
      pieces.add(engine -> Payload.content(bytes));
    } else if (value instanceof String || value instanceof Number || value instanceof Boolean) {
      add(String.valueOf(value));
    } else {
      throw new InvalidInputException(
          "multipart." + name, "must be text, a number, bytes or a dict", String.valueOf(value));
    }
  }

  private void add(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    pieces.add(engine -> Payload.content(bytes));
  }

  private Content open(ConnectorEngine engine) {
    List<InputStream> streams = new ArrayList<>();
    long size = 0;
    for (Payload.Source piece : pieces) {
      Content content = piece.open(engine);
      streams.add(content.bytes());
      size += content.size();
    }
    return new Content(size, new SequenceInputStream(Collections.enumeration(streams)));
  }
}
