package io.flowengine.jdbc;

class PostgresRecoveryTest extends OneOfEverything {

  @Override
  JdbcStore newStore() {
    return PostgresServer.SERVER.store();
  }
}
