package io.flowengine.jdbc;

class SqliteSchedulesTest extends SchedulesTest {

  @Override
  JdbcStore newStore() {
    return TemporaryStores.sqlite();
  }
}
