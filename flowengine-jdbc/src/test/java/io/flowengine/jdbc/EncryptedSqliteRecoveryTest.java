package io.flowengine.jdbc;

class EncryptedSqliteRecoveryTest extends JdbcRecovery {

  @Override
  JdbcStore newStore() {
    return JdbcStore.builder(TemporaryStores.file()).payloadCodec(Keys.CODEC).open();
  }
}
