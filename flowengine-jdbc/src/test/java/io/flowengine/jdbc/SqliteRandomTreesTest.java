package io.flowengine.jdbc;

import io.flowengine.spi.Store;
import io.flowengine.testkit.simulation.RandomTreesKit;

class SqliteRandomTreesTest extends RandomTreesKit {

  SqliteRandomTreesTest() {
    super(30, 2000);
  }

  @Override
  protected Store open() {
    return TemporaryStores.sqlite();
  }
}
