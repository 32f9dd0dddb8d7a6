package io.flowengine.connectors.sql;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A port in front of a server; when it is closed the server is gone for those who come by it. */
final class Relay implements AutoCloseable {
  private final ServerSocket door;
  private final int server;
  private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
  private volatile boolean hushed;

  private Relay(ServerSocket door, int server) {
    this.door = door;
    this.server = server;
  }

  /**
   * Opens one.
   *
   * @param port where; 0 for any
   * @param server the port of the server
   */
  static Relay open(int port, int server) throws IOException {
    Relay relay = new Relay(new ServerSocket(port, 50, InetAddress.getLoopbackAddress()), server);
    Thread unused = Thread.ofVirtual().start(relay::accept);
    return relay;
  }

  int port() {
    return door.getLocalPort();
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket client = keep(door.accept());
        Socket behind = keep(new Socket(InetAddress.getLoopbackAddress(), server));
        Thread unusedThere = Thread.ofVirtual().start(() -> pass(client, behind));
        Thread unusedBack = Thread.ofVirtual().start(() -> pass(behind, client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private Socket keep(Socket socket) {
    sockets.add(socket);
    return socket;
  }

  /** From now on takes everything and passes on nothing. */
  void hush() {
    hushed = true;
  }

  private void pass(Socket from, Socket to) {
    byte[] piece = new byte[8192];
    try (from;
        to) {
      for (int size = from.getInputStream().read(piece);
          size >= 0;
          size = from.getInputStream().read(piece)) {
        if (!hushed) {
          to.getOutputStream().write(piece, 0, size);
        }
      }
    } catch (IOException e) {
      // one of them went away
    }
  }

  @Override
  public void close() throws IOException {
    door.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
