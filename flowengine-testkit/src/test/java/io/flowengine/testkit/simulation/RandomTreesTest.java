package io.flowengine.testkit.simulation;

import io.flowengine.FlowEngine;
import io.flowengine.spi.Store;

class RandomTreesTest extends RandomTreesKit {

  RandomTreesTest() {
    super(1000, 100_000);
  }

  @Override
  protected Store open() {
    return FlowEngine.inMemoryStore();
  }
}
