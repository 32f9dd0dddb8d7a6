package io.flowengine.jdbc;

import io.flowengine.spi.Store;
import io.flowengine.testkit.JavaRecoveryKit;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** One store, emptied for each story: making the tables takes longer than a story. */
class PostgresRecoveryTest extends JavaRecoveryKit {
  private static final String SCHEMA = "recovery";
  private static JdbcStore store;

  @BeforeAll
  static void makeTables() {
    store = PostgresServer.SERVER.store(SCHEMA);
  }

  @AfterAll
  static void closeStore() {
    store.close();
  }

  @Override
  protected Store openStore() {
    try {
      PostgresServer.SERVER.empty(SCHEMA);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
    return store;
  }
}
