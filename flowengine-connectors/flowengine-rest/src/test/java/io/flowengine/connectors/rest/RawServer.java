package io.flowengine.connectors.rest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server on this machine that treats each connection as a test says, after the head of the first
 * request.
 */
final class RawServer implements AutoCloseable {
  /** What to do with a connection. */
  @FunctionalInterface
  interface Treatment {
    void of(Socket socket) throws IOException;
  }

  private final ServerSocket server;
  private final Treatment treatment;
  private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger accepted = new AtomicInteger();

  private RawServer(Treatment treatment) throws IOException {
    this.treatment = treatment;
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  static RawServer start(Treatment treatment) {
    try {
      RawServer server = new RawServer(treatment);
      Thread unused = Thread.ofVirtual().start(server::accept);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        sockets.add(socket);
        Thread unused = Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      readHead(socket.getInputStream());
      accepted.incrementAndGet();
      open.incrementAndGet();
      try {
        treatment.of(socket);
      } finally {
        open.decrementAndGet();
      }
    } catch (IOException e) {
      // the client went away, which is what some tests are about
    }
  }

  private static void readHead(InputStream in) throws IOException {
    int ends = 0;
    for (int next = in.read(); next >= 0; next = in.read()) {
      ends = next == '\n' ? ends + 1 : next == '\r' ? ends : 0;
      if (ends == 2) {
        return;
      }
    }
    throw new IOException("no request");
  }

  static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }

  /** Waits until the client goes away. */
  static void hang(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    while (in.read() >= 0) {
      // more of the request
    }
  }

  /** How many connections are open whose request has come. */
  int open() {
    return open.get();
  }

  /** How many requests have come. */
  int accepted() {
    return accepted.get();
  }

  String url(String path) {
    return "http://127.0.0.1:" + server.getLocalPort() + path;
  }

  @Override
  public void close() {
    try {
      server.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
