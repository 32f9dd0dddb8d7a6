package io.flowengine.jdbc;

import io.flowengine.spi.Store;
import io.flowengine.testkit.store.StoreKit;

class PostgresStoreTest extends StoreKit {
  private String schema = "";

  @Override
  protected Store open() {
    schema = PostgresServer.SERVER.newSchema();
    return PostgresServer.SERVER.store(schema);
  }

  @Override
  protected Store reopen(Store closed) {
    return PostgresServer.SERVER.store(schema);
  }
}
