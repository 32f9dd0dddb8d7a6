package io.flowengine.jdbc;

import io.flowengine.spi.Store;
import io.flowengine.testkit.store.StoreModelKit;

class SqliteStoreModelTest extends StoreModelKit {

  @Override
  protected Store open() throws Exception {
    return TemporaryStores.sqlite();
  }
}
