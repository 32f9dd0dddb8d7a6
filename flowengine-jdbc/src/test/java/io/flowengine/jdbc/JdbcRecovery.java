package io.flowengine.jdbc;

import io.flowengine.spi.Store;
import io.flowengine.testkit.JavaRecoveryKit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** The recovery kit on stores that are closed when it has done with them. */
abstract class JdbcRecovery extends JavaRecoveryKit {
  private @Nullable JdbcStore open;

  /** A new, empty store. */
  abstract JdbcStore newStore();

  /** The kit has done with a store when it wants the next one. */
  @Override
  protected Store openStore() {
    closeStore();
    JdbcStore store = newStore();
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
