package io.flowengine.testkit.store;

import io.flowengine.spi.Store;

/** A part of the contract; each works on the store that the kit has just opened. */
abstract class Chapter {
  final StoreKit kit;

  Chapter(StoreKit kit) {
    this.kit = kit;
  }

  StoreWorld world() {
    return kit.world();
  }

  Store store() {
    return kit.world().store();
  }
}
