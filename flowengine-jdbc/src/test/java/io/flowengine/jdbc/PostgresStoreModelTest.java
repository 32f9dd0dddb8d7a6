package io.flowengine.jdbc;

import io.flowengine.spi.Store;
import io.flowengine.testkit.ForwardingStore;
import io.flowengine.testkit.store.StoreModelKit;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

class PostgresStoreModelTest extends StoreModelKit {
  private static final String SCHEMA = "model";
  private static JdbcStore store;

  @BeforeContainer
  static void openStore() {
    store = PostgresServer.SERVER.store(SCHEMA);
  }

  @AfterContainer
  static void closeStore() {
    store.close();
  }

  /** One store for all tries, emptied for each: opening one takes longer than a try. */
  @Override
  protected Store open() throws Exception {
    PostgresServer.SERVER.empty(SCHEMA);
    return new ForwardingStore(store) {
      @Override
      public void close() {
        // the next try goes on with it
      }
    };
  }
}
