package io.flowengine.jdbc;

class PostgresRecoveryTest extends JdbcRecovery {

  @Override
  JdbcStore newStore() {
    return PostgresServer.SERVER.store();
  }
}
