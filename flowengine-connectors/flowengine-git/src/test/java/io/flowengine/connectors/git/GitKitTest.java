package io.flowengine.connectors.git;

import io.flowengine.connector.Connector;
import io.flowengine.jdbc.JdbcStore;
import io.flowengine.spi.Store;
import io.flowengine.testkit.connector.ConnectorKit;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** GIT passes the contract of connectors. */
class GitKitTest extends ConnectorKit {
  private static final int LARGE = 100 * 1024 * 1024;

  @TempDir static Path directory;
  private static Repositories repositories;
  private static ServerSocket silent;
  private static final AtomicInteger UNDER_WAY = new AtomicInteger();

  @BeforeAll
  static void serve() throws Exception {
    byte[] noise = new byte[LARGE];
    new Random(7).nextBytes(noise);
    repositories = Repositories.in(directory, Map.of("large.bin", noise));
    silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread unused = Thread.ofVirtual().start(GitKitTest::accept);
  }

  @AfterAll
  static void close() throws IOException {
    repositories.close();
    silent.close();
  }

  private static void accept() {
    try {
      while (true) {
        Socket socket = silent.accept();
        Thread unused = Thread.ofVirtual().start(() -> hold(socket));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private static void hold(Socket socket) {
    UNDER_WAY.incrementAndGet();
    try (socket) {
      while (socket.getInputStream().read() >= 0) {
        // more of the request
      }
    } catch (IOException e) {
      // the client went away
    } finally {
      UNDER_WAY.decrementAndGet();
    }
  }

  @Override
  protected Connector connector() {
    return GitConnector.create();
  }

  @Override
  protected Map<String, ?> succeeding() {
    return Map.of("repository_url", repositories.url("/open.git"), "command", "metadata");
  }

  @Override
  protected Map<String, ?> refused(String secret) {
    return Map.of(
        "repository_url",
        repositories.url("/closed.git"),
        "username",
        "somebody",
        "password",
        secret,
        "httpCookie",
        "id=" + secret);
  }

  /** Servers of Git say nothing of what they were sent. */
  @Override
  protected boolean isSaid() {
    return false;
  }

  @Override
  protected Map<String, ?> hanging() {
    return Map.of("repository_url", "http://127.0.0.1:" + silent.getLocalPort() + "/x.git");
  }

  @Override
  protected int underWay() {
    return UNDER_WAY.get();
  }

  @Override
  protected boolean isRepeatable() {
    return true;
  }

  @Override
  protected Optional<Map<String, ?>> large() {
    return Optional.of(Map.of("repository_url", repositories.url("/open.git"), "files_path", "x"));
  }

  @Override
  protected Store store(Path folder) {
    return JdbcStore.embedded(folder.resolve("flows.db"));
  }

  @Override
  protected Optional<Path> page() {
    return Optional.of(Path.of("../../docs/connectors/git.md"));
  }
}
