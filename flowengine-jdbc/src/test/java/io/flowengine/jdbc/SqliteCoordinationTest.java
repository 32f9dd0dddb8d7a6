package io.flowengine.jdbc;

class SqliteCoordinationTest extends CoordinationTest {

  @Override
  JdbcStore newStore() {
    return TemporaryStores.sqlite();
  }
}
