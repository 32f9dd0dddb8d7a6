package io.flowengine.testkit.store;

import io.flowengine.FlowEngine;
import io.flowengine.spi.Store;

class InMemoryStoreModelTest extends StoreModelKit {

  @Override
  protected Store open() {
    return FlowEngine.inMemoryStore();
  }
}
