package io.flowengine.jdbc;

import io.flowengine.spi.Store;
import io.flowengine.testkit.store.StoreKit;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class EncryptedSqliteStoreTest extends StoreKit {
  @TempDir Path folder;

  @Override
  protected Store open() {
    return JdbcStore.builder(folder.resolve("flows.db")).encrypted().open();
  }

  @Override
  protected Store reopen(Store closed) {
    return open();
  }
}
