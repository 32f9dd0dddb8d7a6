package io.flowengine.jdbc;

import io.flowengine.spi.Store;

class PostgresRecoveryTest extends OneOfEverything {

  @Override
  protected Store openStore() {
    return PostgresServer.SERVER.store();
  }
}
