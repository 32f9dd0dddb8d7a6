package io.flowengine.jdbc;

import io.flowengine.spi.Store;
import io.flowengine.testkit.FileRecoveryKit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

class SqliteFileRecoveryTest extends FileRecoveryKit {
  private @Nullable JdbcStore open;

  @Override
  protected Store openStore() {
    closeStore();
    JdbcStore store = TemporaryStores.sqlite();
    open = store;
    return store;
  }

  @AfterEach
  void closeStore() {
    if (open != null) {
      open.close();
    }
  }
}
