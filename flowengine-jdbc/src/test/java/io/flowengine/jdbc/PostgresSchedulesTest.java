package io.flowengine.jdbc;

class PostgresSchedulesTest extends SchedulesTest {

  @Override
  JdbcStore newStore() {
    return PostgresServer.SERVER.store();
  }
}
