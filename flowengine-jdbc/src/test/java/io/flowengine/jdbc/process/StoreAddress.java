package io.flowengine.jdbc.process;

import io.flowengine.jdbc.JdbcStore;
import io.flowengine.jdbc.JdbcStoreBuilder;
import io.flowengine.jdbc.LeaseClock;
import java.nio.file.Path;
import org.postgresql.ds.PGSimpleDataSource;

/** Where a store is, as a text that a child JVM can be given. */
final class StoreAddress {
  private static final String FILE = "file:";

  private StoreAddress() {}

  static String of(Path file) {
    return FILE + file;
  }

  static String of(int port, String schema) {
    return "postgresql:" + port + ":" + schema;
  }

  /** Opens the store at an address. */
  static JdbcStore open(String address, LeaseClock clock) {
    return builder(address).leaseClock(clock).open();
  }

  private static JdbcStoreBuilder builder(String address) {
    if (address.startsWith(FILE)) {
      return JdbcStore.builder(Path.of(address.substring(FILE.length())));
    }
    String[] parts = address.split(":", 3);
    return JdbcStore.builder(source(Integer.parseInt(parts[1]))).schema(parts[2]);
  }

  static PGSimpleDataSource source(int port) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setPortNumbers(new int[] {port});
    source.setDatabaseName("postgres");
    source.setUser("postgres");
    source.setPassword("postgres");
    return source;
  }
}
