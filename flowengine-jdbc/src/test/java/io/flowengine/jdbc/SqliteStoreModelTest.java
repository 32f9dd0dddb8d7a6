package io.flowengine.jdbc;

import io.flowengine.spi.Store;
import io.flowengine.testkit.ForwardingStore;
import io.flowengine.testkit.store.StoreModelKit;
import java.sql.Statement;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

class SqliteStoreModelTest extends StoreModelKit {
  private static JdbcStore store;

  @BeforeContainer
  static void openStore() {
    store = TemporaryStores.sqlite();
  }

  @AfterContainer
  static void closeStore() {
    store.close();
  }

  /** One store for all tries, emptied for each: opening one takes longer than a try. */
  @Override
  protected Store open() {
    Boolean unused =
        store.onWriter(
            session -> {
              try (Statement statement = session.connection().createStatement()) {
                for (String table : TemporaryStores.TABLES) {
                  statement.execute("DELETE FROM " + table);
                }
                return true;
              }
            });
    return new ForwardingStore(store) {
      @Override
      public void close() {
        // the next try goes on with it
      }
    };
  }
}
