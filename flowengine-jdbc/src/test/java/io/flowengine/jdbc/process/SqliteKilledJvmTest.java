package io.flowengine.jdbc.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteKilledJvmTest extends KilledJavaJvm {
  @TempDir Path databases;

  @Override
  protected String newAddress() throws IOException {
    return StoreAddress.of(Files.createTempDirectory(databases, "store").resolve("flows.db"));
  }
}
