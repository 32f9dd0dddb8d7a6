package io.flowengine.jdbc;

import io.flowengine.spi.Store;
import io.flowengine.testkit.simulation.LockRaceKit;

class SqliteLockRaceTest extends LockRaceKit {

  SqliteLockRaceTest() {
    super(10, 1000);
  }

  @Override
  protected Store open() {
    return TemporaryStores.sqlite();
  }
}
