package io.flowengine.jdbc;

class SqliteRecoveryTest extends OneOfEverything {

  @Override
  JdbcStore newStore() {
    return TemporaryStores.sqlite();
  }
}
