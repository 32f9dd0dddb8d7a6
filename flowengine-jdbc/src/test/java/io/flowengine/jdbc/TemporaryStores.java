package io.flowengine.jdbc;

import io.flowengine.testkit.process.MemoryFolders;
import java.nio.file.Path;
import java.util.List;

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
    Path folder = MemoryFolders.create();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> MemoryFolders.delete(folder)));
    return folder.resolve("flows.db");
  }
}
