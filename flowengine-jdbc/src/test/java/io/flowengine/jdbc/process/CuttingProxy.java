package io.flowengine.jdbc.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/**
 * A network between a store and PostgreSQL that can be cut: at once, with or without a word, or
 * exactly when a transaction is to be committed. The text of the command is looked for in what
 * clients send, so they must not prepare it ({@code prepareThreshold = 0}).
 */
final class CuttingProxy implements AutoCloseable {
  /** What happens to a commit. */
  enum Fate {
    /** It goes through. */
    NONE,
    /** The connection is cut before the server hears of it. */
    LOST,
    /** The server makes it, and the connection is cut before its answer comes back. */
    UNANSWERED
  }

  private static final String COMMIT = "COMMIT";

  private final int target;
  private final ServerSocket listening;
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private final AtomicInteger commits = new AtomicInteger();
  private final AtomicInteger cuts = new AtomicInteger();
  private volatile IntFunction<Fate> plan = number -> Fate.NONE;
  private volatile Set<Link> dead = Set.of();

  CuttingProxy(int target) throws IOException {
    this.target = target;
    listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread unused = Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  /** Decides about commits by their number, counted from 1. */
  void plan(IntFunction<Fate> fates) {
    plan = fates;
  }

  /** How many commits were cut, and how many times everything was. */
  int cuts() {
    return cuts.get();
  }

  /** Cuts all connections. New ones can be made. */
  void cut() {
    cuts.incrementAndGet();
    links.forEach(Link::close);
  }

  /** Lets all connections carry nothing any more, without telling either side. */
  void swallow() {
    cuts.incrementAndGet();
    dead = Set.copyOf(links);
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listening.accept();
        Thread unused = Thread.ofVirtual().start(() -> link(client));
      }
    } catch (IOException e) {
      links.forEach(Link::close); // the proxy is closed
    }
  }

  private void link(Socket client) {
    try {
      Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
      Link link = new Link(client, server);
      links.add(link);
      Thread unused = Thread.ofVirtual().start(link::fromServer);
      link.fromClient();
    } catch (IOException e) {
      closed(client); // the server is not there
    }
  }

  private static void closed(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One connection. */
  private final class Link {
    private final Socket client;
    private final Socket server;
    private volatile boolean unanswered;

    Link(Socket client, Socket server) {
      this.client = client;
      this.server = server;
    }

    void fromClient() {
      copy(client, server, this::passes);
    }

    void fromServer() {
      copy(server, client, answer -> !unanswered || !answer.contains(COMMIT));
    }

    private boolean passes(String sent) {
      if (!sent.contains(COMMIT)) {
        return true;
      }
      Fate fate = plan.apply(commits.incrementAndGet());
      if (fate != Fate.NONE) {
        cuts.incrementAndGet();
      }
      unanswered = fate == Fate.UNANSWERED;
      return fate != Fate.LOST;
    }

    private void copy(Socket from, Socket to, java.util.function.Predicate<String> passes) {
      byte[] buffer = new byte[64 * 1024];
      try {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
          if (dead.contains(this)) {
            continue;
          }
          if (!passes.test(new String(buffer, 0, count, StandardCharsets.ISO_8859_1))) {
            break;
          }
          out.write(buffer, 0, count);
        }
      } catch (IOException e) {
        close(); // one side is gone
      }
      close();
    }

    void close() {
      links.remove(this);
      closed(client);
      closed(server);
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    links.forEach(Link::close);
  }
}
