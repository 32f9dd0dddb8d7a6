package io.flowengine.jdbc.process;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A PostgreSQL of its own that can be killed and started again on its files and its port. */
final class MortalServer implements AutoCloseable {
  private final EmbeddedPostgres server;
  private final Path data;

  MortalServer(Path folder) throws IOException {
    data = folder.resolve("data");
    server =
        EmbeddedPostgres.builder()
            .setDataDirectory(data)
            .setCleanDataDirectory(false)
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .start();
  }

  int port() {
    return server.getPort();
  }

  /** Sends a signal to the first process of the server: QUIT is "immediate", KILL is death. */
  void signal(String signal) throws Exception {
    String pid = Files.readAllLines(data.resolve("postmaster.pid")).getFirst().strip();
    int code = new ProcessBuilder("kill", "-" + signal, pid).inheritIO().start().waitFor();
    if (code != 0) {
      throw new AssertionError("kill -" + signal + " " + pid + " ended with " + code);
    }
    boolean unused =
        ProcessHandle.of(Long.parseLong(pid))
            .map(ProcessHandle::onExit)
            .map(exit -> exit.orTimeout(20, TimeUnit.SECONDS).join())
            .isPresent();
  }

  /** Starts it as it was started before; repeats that while old processes are still going. */
  void start() throws Exception {
    List<String> command = new ArrayList<>();
    if (Files.isWritable(Path.of("/")) && Files.isExecutable(Path.of("/usr/bin/unshare"))) {
      command.addAll(List.of("unshare", "-U")); // the server refuses to run as root
    }
    String before = Files.readString(data.resolve("postmaster.opts")).strip();
    command.addAll(List.of("sh", "-c", "exec " + before));
    StringBuilder told = new StringBuilder();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (System.nanoTime() < end) {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      if (answers(process)) {
        Thread unused = Thread.ofVirtual().start(() -> drain(process));
        return;
      }
      told.append(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
      LockSupport.parkNanos(
          200_000_000); // its old processes hold the shared memory until they notice
    }
    throw new AssertionError("the server does not start again: " + told);
  }

  private static void drain(Process process) {
    try {
      process.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
    } catch (IOException e) {
      process.destroy(); // its output is gone, so is the server
    }
  }

  /** Waits until it takes connections; gives false if the process ends instead. */
  private boolean answers(Process process) throws InterruptedException {
    while (!process.waitFor(200, TimeUnit.MILLISECONDS)) {
      if (takesConnections()) {
        return true;
      }
    }
    return false;
  }

  private boolean takesConnections() {
    try (var connection = StoreAddress.source(port()).getConnection()) {
      return connection.isValid(5);
    } catch (SQLException e) {
      return false; // it is recovering
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
