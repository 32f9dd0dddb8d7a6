package io.flowengine.jdbc;

import io.flowengine.spi.Store;
import io.flowengine.testkit.store.StoreKit;

class EncryptedPostgresStoreTest extends StoreKit {
  private String schema = "";

  @Override
  protected Store open() {
    schema = PostgresServer.SERVER.newSchema();
    return store();
  }

  @Override
  protected Store reopen(Store closed) {
    return store();
  }

  private Store store() {
    return JdbcStore.builder(PostgresServer.SERVER.dataSource())
        .schema(schema)
        .leaseClock(LeaseClock.ENGINE)
        .payloadCodec(Keys.CODEC)
        .open();
  }
}
