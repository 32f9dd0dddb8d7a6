package io.flowengine.jdbc.process;

import io.flowengine.jdbc.PostgresServer;

class PostgresKilledJvmTest extends KilledJavaJvm {

  @Override
  protected String newAddress() {
    return StoreAddress.of(PostgresServer.SERVER.port(), PostgresServer.SERVER.newSchema());
  }
}
