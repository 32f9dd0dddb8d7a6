package io.flowengine.testkit.behaviour;

/** How a flow comes to be run again from its top. */
enum Accident {
  /** Its stack has been parked for too long. */
  EVICTION {
    @Override
    void befall(World world) {
      world.evict();
    }
  },
  /** The engine was closed and another one opened. */
  RESTART {
    @Override
    void befall(World world) {
      world.restart();
    }
  },
  /** The engine died. */
  CRASH {
    @Override
    void befall(World world) {
      world.crash();
    }
  };

  abstract void befall(World world);
}
