package io.flowengine.testkit.simulation;

import io.flowengine.FlowEngine;
import io.flowengine.spi.Store;

class RaceTest extends RaceKit {

  RaceTest() {
    super(300, 20_000);
  }

  @Override
  protected Store open() {
    return FlowEngine.inMemoryStore();
  }
}
