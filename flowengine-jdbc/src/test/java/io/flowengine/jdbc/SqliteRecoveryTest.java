package io.flowengine.jdbc;

import io.flowengine.spi.Store;

class SqliteRecoveryTest extends OneOfEverything {

  @Override
  protected Store openStore() {
    return TemporaryStores.sqlite();
  }
}
