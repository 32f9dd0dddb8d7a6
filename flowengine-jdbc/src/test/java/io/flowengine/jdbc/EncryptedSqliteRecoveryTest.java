package io.flowengine.jdbc;

class EncryptedSqliteRecoveryTest extends OneOfEverything {

  @Override
  JdbcStore newStore() {
    return JdbcStore.builder(TemporaryStores.file()).payloadCodec(Keys.CODEC).open();
  }
}
