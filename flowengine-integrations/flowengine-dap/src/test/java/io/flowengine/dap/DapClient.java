package io.flowengine.dap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** A small client of the Debug Adapter Protocol. Not thread-safe. */
final class DapClient implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PATIENCE = 60_000;

  private final Socket socket;
  private final InputStream in;
  private final List<JsonNode> unread = new ArrayList<>();
  private int sent;

  DapClient(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE);
    in = new BufferedInputStream(socket.getInputStream());
  }

  /** Sends a request and gives its response. */
  JsonNode request(String command, Map<String, ?> arguments) throws IOException {
    ObjectNode request = JSON.createObjectNode();
    int number = ++sent;
    request.put("seq", number);
    request.put("type", "request");
    request.put("command", command);
    request.set("arguments", JSON.valueToTree(arguments));
    raw(JSON.writeValueAsString(request));
    return next(
        each ->
            each.path("type").asText().equals("response")
                && each.path("request_seq").asInt() == number);
  }

  /** Sends a request and gives the body of its response. */
  JsonNode body(String command, Map<String, ?> arguments) throws IOException {
    JsonNode response = request(command, arguments);
    if (!response.path("success").asBoolean()) {
      throw new AssertionError(command + " was refused: " + response);
    }
    return response.path("body");
  }

  /** Waits for an event and gives its body. */
  JsonNode event(String name) throws IOException {
    return next(each ->
            each.path("type").asText().equals("event") && each.path("event").asText().equals(name))
        .path("body");
  }

  void raw(String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    text("Content-Length: " + bytes.length + "\r\n\r\n");
    socket.getOutputStream().write(bytes);
  }

  void text(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
  }

  /** True when the server has hung up. */
  boolean isHungUp() throws IOException {
    return in.read() < 0;
  }

  private JsonNode next(Predicate<JsonNode> wanted) throws IOException {
    for (JsonNode each : unread) {
      if (wanted.test(each)) {
        unread.remove(each);
        return each;
      }
    }
    JsonNode read = read();
    while (!wanted.test(read)) {
      unread.add(read);
      read = read();
    }
    return read;
  }

  private JsonNode read() throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int each = in.read();
      if (each < 0) {
        throw new IOException("the server has hung up");
      }
      head.append((char) each);
    }
    int length = Integer.parseInt(head.substring(head.indexOf(":") + 1).strip());
    return JSON.readTree(in.readNBytes(length));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
