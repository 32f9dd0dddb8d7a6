package io.flowengine.jdbc;

class PostgresCoordinationTest extends CoordinationTest {

  @Override
  JdbcStore newStore() {
    return PostgresServer.SERVER.store();
  }
}
