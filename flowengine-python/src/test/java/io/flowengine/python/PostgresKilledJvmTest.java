package io.flowengine.python;

import io.flowengine.jdbc.JdbcStore;
import io.flowengine.jdbc.LeaseClock;
import io.flowengine.spi.Store;
import io.flowengine.testkit.process.MemoryFolders;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.postgresql.ds.PGSimpleDataSource;

class PostgresKilledJvmTest extends KilledPythonJvm {
  private static final AtomicInteger SCHEMAS = new AtomicInteger();
  private static EmbeddedPostgres server;

  @BeforeAll
  static void startServer() throws IOException {
    server =
        EmbeddedPostgres.builder()
            .setDataDirectory(MemoryFolders.create().resolve("data"))
            .setServerConfig("max_connections", "200")
            .start();
  }

  @AfterAll
  static void stopServer() throws IOException {
    server.close();
  }

  /** The port and the schema. */
  @Override
  protected String newAddress() {
    return server.getPort() + ":killed_" + SCHEMAS.incrementAndGet();
  }

  @Override
  protected Store open(String address) {
    String[] parts = address.split(":", 2);
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setPortNumbers(new int[] {Integer.parseInt(parts[0])});
    source.setDatabaseName("postgres");
    source.setUser("postgres");
    source.setPassword("postgres");
    return JdbcStore.builder(source).schema(parts[1]).leaseClock(LeaseClock.ENGINE).open();
  }
}
