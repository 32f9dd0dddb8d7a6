package io.flowengine.jdbc;

class SqliteRecoveryTest extends JdbcRecovery {

  @Override
  JdbcStore newStore() {
    return TemporaryStores.sqlite();
  }
}
