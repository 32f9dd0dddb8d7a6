package io.flowengine.jdbc;

import io.flowengine.spi.Store;
import io.flowengine.testkit.store.StoreModelKit;

class PostgresStoreModelTest extends StoreModelKit {

  @Override
  protected Store open() throws Exception {
    return PostgresServer.SERVER.emptied("model");
  }
}
