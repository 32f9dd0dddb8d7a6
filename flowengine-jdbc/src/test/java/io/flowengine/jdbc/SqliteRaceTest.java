package io.flowengine.jdbc;

import io.flowengine.spi.Store;
import io.flowengine.testkit.simulation.RaceKit;

class SqliteRaceTest extends RaceKit {

  SqliteRaceTest() {
    super(10, 1000);
  }

  @Override
  protected Store open() {
    return TemporaryStores.sqlite();
  }
}
