package io.flowengine.testkit.connector;

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
 * A server on this machine that treats each connection as a test says: for remotes that say
 * nothing, too much, or nonsense. Each connection has a virtual thread. Thread-safe.
 */
public final class RawServer implements AutoCloseable {
  private static final int BACKLOG = 500;

  /** What to do with a connection. */
  @FunctionalInterface
  public interface Treatment {
    /**
     * Does it. The connection is closed afterwards.
     *
     * @param socket the connection
     * @throws IOException if the client went away, which counts as an end like others
     */
    void of(Socket socket) throws IOException;
  }

  private final ServerSocket server;
  private final Treatment treatment;
  private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger accepted = new AtomicInteger();

  private RawServer(Treatment treatment) throws IOException {
    this.treatment = treatment;
    this.server = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
  }

  /**
   * Starts a server.
   *
   * @param treatment what to do with each connection
   * @return the server, which listens
   */
  public static RawServer start(Treatment treatment) {
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
    accepted.incrementAndGet();
    open.incrementAndGet();
    try (socket) {
      treatment.of(socket);
    } catch (IOException e) {
      // the client went away, which is what some tests are about
    } finally {
      open.decrementAndGet();
    }
  }

  /**
   * A treatment: waits until the client goes away.
   *
   * @param socket the connection
   * @throws IOException if it was reset
   */
  public static void hang(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    while (in.read() >= 0) {
      // more of what the client says
    }
  }

  /**
   * A treatment: resets the connection.
   *
   * @param socket the connection
   * @throws IOException if it is closed already
   */
  public static void reset(Socket socket) throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /**
   * Reads up to the empty line at the end of the head of an HTTP request.
   *
   * @param socket the connection
   * @throws IOException if it ends before
   */
  public static void readHead(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    int ends = 0;
    for (int next = in.read(); next >= 0; next = in.read()) {
      ends = next == '\n' ? ends + 1 : next == '\r' ? ends : 0;
      if (ends == 2) {
        return;
      }
    }
    throw new IOException("no request");
  }

  /**
   * Sends a text.
   *
   * @param socket the connection
   * @param text characters of ISO 8859-1
   * @throws IOException if the client went away
   */
  public static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }

  /** {@return how many connections are open} */
  public int open() {
    return open.get();
  }

  /** {@return how many connections there were so far} */
  public int accepted() {
    return accepted.get();
  }

  /** {@return where it listens on the loopback address} */
  public int port() {
    return server.getLocalPort();
  }

  /** Closes all connections; nobody is listening any more. */
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
