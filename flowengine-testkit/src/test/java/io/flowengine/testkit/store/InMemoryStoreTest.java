package io.flowengine.testkit.store;

import io.flowengine.FlowEngine;
import io.flowengine.spi.Store;

class InMemoryStoreTest extends StoreKit {

  @Override
  protected Store open() {
    return FlowEngine.inMemoryStore();
  }

  @Override
  protected Store reopen(Store closed) {
    return closed;
  }
}
