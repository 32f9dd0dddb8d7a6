package io.flowengine.examples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One server of a cluster of databases, as a process of its own: it has a version, is master or
 * replica, and takes sessions or not. It tells its port on its first line and ends with its
 * standard input. It stands for a real database; see {@link RollingUpgrade}.
 */
public final class DatabaseNode {
  private DatabaseNode() {}

  /**
   * Runs until its standard input ends.
   *
   * @param args name, version, role; a version with {@code broken} in it does not become healthy
   * @throws IOException if it cannot listen
   */
  public static void main(String[] args) throws IOException {
    String name = args[0];
    String version = args[1];
    AtomicReference<String> role = new AtomicReference<>(args[2]);
    AtomicReference<String> sessions = new AtomicReference<>("open");
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String[] path = exchange.getRequestURI().getPath().split("/", -1);
          if (path.length > 2 && path[1].equals("role")) {
            role.set(path[2]);
          } else if (path.length > 2 && path[1].equals("sessions")) {
            sessions.set(path[2]);
          }
          int status = version.contains("broken") ? 503 : 200;
          answer(exchange, status, String.join(" ", name, version, role.get(), sessions.get()));
        });
    server.start();
    System.out.println(server.getAddress().getPort());
    while (System.in.read() >= 0) {
      // whoever started it is still there
    }
    server.stop(0);
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    try (exchange) {
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
