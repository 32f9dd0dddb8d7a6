package io.flowengine.dap;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Messages of the protocol on a connection: a head that tells the length, and JSON. Everything else
 * is refused, so that no page in a browser can speak to the port by way of HTTP.
 */
final class Messages {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONGEST_LINE = 1_000;
  private static final int LARGEST = 10_000_000;

  private final InputStream in;
  private final OutputStream out;
  private int sent;

  Messages(InputStream in, OutputStream out) {
    this.in = new BufferedInputStream(in);
    this.out = out;
  }

  /** Reads a message; null when the connection was closed. */
  @Nullable ObjectNode read() throws IOException {
    int length = -1;
    String line = line();
    if (line == null) {
      return null;
    }
    for (; line != null && !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      String name = colon < 0 ? "" : line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
      switch (name) {
        case "content-length" -> length = length(line.substring(colon + 1).strip());
        case "content-type" -> {}
        default -> throw new ProtocolException("this is no message of a debug adapter client");
      }
    }
    if (length < 0) {
      throw new ProtocolException("a message must begin with its Content-Length");
    }
    byte[] body = in.readNBytes(length);
    if (body.length < length) {
      return null;
    }
    return JSON.readTree(body) instanceof ObjectNode message ? message : JSON.createObjectNode();
  }

  private static int length(String text) throws ProtocolException {
    if (!text.matches("\\d{1,8}") || Integer.parseInt(text) > LARGEST) {
      throw new ProtocolException("Content-Length must be a number up to " + LARGEST);
    }
    return Integer.parseInt(text);
  }

  private @Nullable String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int each = in.read(); each != '\n'; each = in.read()) {
      if (each < 0) {
        return null;
      }
      if (line.size() == LONGEST_LINE) {
        throw new ProtocolException("a line of a head is too long");
      }
      line.write(each);
    }
    return line.toString(StandardCharsets.US_ASCII).stripTrailing();
  }

  synchronized void respond(ObjectNode request, Map<String, ?> body) throws IOException {
    ObjectNode response = response(request, true);
    response.set("body", JSON.valueToTree(body));
    send(response);
  }

  synchronized void refuse(ObjectNode request, String message) throws IOException {
    ObjectNode response = response(request, false);
    response.put("message", message);
    response.set(
        "body",
        JSON.valueToTree(Map.of("error", Map.of("id", 1, "format", message, "showUser", true))));
    send(response);
  }

  synchronized void tell(String event, Map<String, ?> body) throws IOException {
    ObjectNode message = JSON.createObjectNode();
    message.put("type", "event");
    message.put("event", event);
    message.set("body", JSON.valueToTree(body));
    send(message);
  }

  private static ObjectNode response(ObjectNode request, boolean success) {
    ObjectNode response = JSON.createObjectNode();
    response.put("type", "response");
    response.put("request_seq", request.path("seq").asInt());
    response.put("command", request.path("command").asText());
    response.put("success", success);
    return response;
  }

  private void send(ObjectNode message) throws IOException {
    message.put("seq", ++sent);
    byte[] body = JSON.writeValueAsBytes(message);
    out.write(("Content-Length: " + body.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    out.write(body);
    out.flush();
  }
}
