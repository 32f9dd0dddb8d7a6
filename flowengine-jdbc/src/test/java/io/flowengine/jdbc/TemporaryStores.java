package io.flowengine.jdbc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** New stores for tests that open many of them. */
final class TemporaryStores {
  /** The tables of a store that are empty in a new one. */
  static final List<String> TABLES =
      List.of(
          "executions",
          "journal",
          "inbox",
          "logs",
          "dependencies",
          "waits",
          "records",
          "cells",
          "nodes");

  private TemporaryStores() {}

  /** A new, empty store in a folder that is deleted when the JVM ends. */
  static JdbcStore sqlite() {
    return JdbcStore.embedded(file());
  }

  /** A file that does not exist yet, in a folder that is deleted when the JVM ends. */
  static Path file() {
    try {
      Path folder = Files.createTempDirectory("flowengine-jdbc");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
      return folder.resolve("flows.db");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
