package io.flowengine.jdbc;

import io.flowengine.spi.Store;
import io.flowengine.testkit.store.StoreKit;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** What holds for values in their rows holds for those that lie apart. */
class BlobSqliteStoreTest extends StoreKit {
  @TempDir Path folder;

  @Override
  protected Store open() {
    return JdbcStore.builder(folder.resolve("flows.db"))
        .encrypted()
        .blobs(new FolderBlobStore(folder.resolve("blobs")), 1000)
        .open();
  }

  @Override
  protected Store reopen(Store closed) {
    return open();
  }
}
