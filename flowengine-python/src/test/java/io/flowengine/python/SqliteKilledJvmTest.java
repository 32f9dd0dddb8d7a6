package io.flowengine.python;

import io.flowengine.jdbc.JdbcStore;
import io.flowengine.spi.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteKilledJvmTest extends KilledPythonJvm {
  @TempDir Path databases;

  @Override
  protected String newAddress() throws IOException {
    return Files.createTempDirectory(databases, "store").resolve("flows.db").toString();
  }

  @Override
  protected Store open(String address) {
    return JdbcStore.embedded(Path.of(address));
  }
}
