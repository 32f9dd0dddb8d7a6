package io.flowengine.dap;

import static java.util.Objects.requireNonNull;

import io.flowengine.FlowEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets editors debug flows in Python: it speaks the Debug Adapter Protocol over a port of this
 * machine's loopback interface. Each connection is a development session of the engine, and starts
 * one execution in development mode or attaches to one; see docs/debugging.md.
 *
 * <p>Whoever can connect to the port can start every flow of the engine. It is for the machine of a
 * developer, and opened only by who asks for it. Thread-safe.
 */
public final class DapServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DapServer.class);

  private final FlowEngine engine;
  private final ServerSocket listener;
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();

  private DapServer(FlowEngine engine, ServerSocket listener) {
    this.engine = engine;
    this.listener = listener;
  }

  /**
   * Begins to listen.
   *
   * @param engine the engine whose flows are debugged; close the server before it
   * @param port the port; 0 for any that is free
   * @return the server
   * @throws UncheckedIOException if the port is taken
   */
  public static DapServer open(FlowEngine engine, int port) {
    requireNonNull(engine, "engine");
    try {
      ServerSocket listener = new ServerSocket(port, 0, InetAddress.getLoopbackAddress());
      DapServer server = new DapServer(engine, listener);
      Thread.ofVirtual().name("flowengine-dap").start(server::listen);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException("the debug server cannot listen on port " + port, e);
    }
  }

  /** {@return the port} */
  public int port() {
    return listener.getLocalPort();
  }

  private void listen() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        connections.add(socket);
        if (listener.isClosed()) {
          socket.close(); // close() may not have seen it
        }
        Thread.ofVirtual().name("flowengine-dap-connection").start(() -> serve(socket));
      } catch (IOException e) {
        LOG.debug("the debug server does not listen any more", e);
      }
    }
  }

  private void serve(Socket socket) {
    try (socket;
        DebugSession session =
            new DebugSession(
                engine, new Messages(socket.getInputStream(), socket.getOutputStream()))) {
      session.run();
    } catch (IOException e) {
      LOG.debug("the editor is gone", e);
    } catch (RuntimeException e) {
      LOG.warn("a debug session failed", e);
    } finally {
      connections.remove(socket);
    }
  }

  /**
   * Stops listening, and ends all sessions. What they have started stays as it is. Repeating it
   * does nothing.
   */
  @Override
  public void close() {
    try {
      listener.close();
      for (Socket socket : connections) {
        socket.close();
      }
    } catch (IOException e) {
      LOG.debug("a connection was closed by somebody else", e);
    }
  }
}
