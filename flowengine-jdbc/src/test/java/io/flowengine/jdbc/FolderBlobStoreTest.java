package io.flowengine.jdbc;

import io.flowengine.spi.BlobStore;
import io.flowengine.testkit.store.BlobStoreKit;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class FolderBlobStoreTest extends BlobStoreKit {
  @TempDir Path folder;

  @Override
  protected BlobStore open() {
    return new FolderBlobStore(folder.resolve("blobs"));
  }

  @Override
  protected BlobStore reopen(BlobStore before) {
    return open();
  }
}
