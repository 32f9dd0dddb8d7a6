package io.flowengine.connectors.git;

import io.flowengine.connector.Connector;
import io.flowengine.jdbc.JdbcStore;
import io.flowengine.spi.Store;
import io.flowengine.testkit.connector.ConnectorKit;
import io.flowengine.testkit.connector.RawServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** GIT passes the contract of connectors. */
class GitKitTest extends ConnectorKit {
  private static final int LARGE = 100 * 1024 * 1024;

  @TempDir static Path directory;
  private static Repositories repositories;
  private static Repositories large;
  private static RawServer silent;

  @BeforeAll
  static void serve() throws Exception {
    byte[] noise = new byte[LARGE];
    new Random(7).nextBytes(noise);
    repositories = Repositories.in(directory.resolve("small"), Map.of("a.txt", new byte[] {1}));
    large = Repositories.in(directory.resolve("large"), Map.of("large.bin", noise));
    silent = RawServer.start(RawServer::hang);
  }

  @AfterAll
  static void close() {
    repositories.close();
    large.close();
    silent.close();
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
        secret);
  }

  /** Servers of Git say nothing of what they were sent. */
  @Override
  protected boolean isSaid() {
    return false;
  }

  @Override
  protected Map<String, ?> hanging() {
    return Map.of("repository_url", "http://127.0.0.1:" + silent.port() + "/x.git");
  }

  @Override
  protected int underWay() {
    return silent.open();
  }

  @Override
  protected boolean isRepeatable() {
    return true;
  }

  /** It only reads. */
  @Override
  protected Optional<Map<String, ?>> counted(boolean isRepeatable) {
    return isRepeatable
        ? Optional.of(Map.of("repository_url", repositories.url("/open.git"), "command", "refs"))
        : Optional.empty();
  }

  @Override
  protected int count() {
    return repositories.asked();
  }

  @Override
  protected List<Map<String, ?>> large() {
    return List.of(Map.of("repository_url", large.url("/open.git"), "files_path", "x"));
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
