package io.flowengine.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.spi.Store;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Executions that meet, whatever happens to the nodes: those that compete for the lock of a setting
 * are never inside together and all come to their end, and each signal is received once and in
 * order, also by one that goes on as another execution. An implementer of a store extends it. One
 * seed again: {@code -Dsimulation.seed=N}.
 */
public abstract class RaceKit {
  private final long seeds;
  private final long more;

  /**
   * Makes the tests.
   *
   * @param seeds how many worlds the normal build plays; ≥ 1
   * @param more how many others the group {@code full} plays
   */
  protected RaceKit(long seeds, long more) {
    this.seeds = seeds;
    this.more = more;
  }

  /**
   * Opens the store of one world, which is closed after it.
   *
   * @return a new, empty store, whose leases go by the time of engines and which makes no calls to
   *     listeners on threads of its own
   * @throws Exception to fail the test
   */
  protected abstract Store open() throws Exception;

  /** One kind of world. */
  private interface World {
    /** Plays it and tells how often somebody had to wait for somebody else. */
    int play(long seed, Store store);
  }

  private static int locks(long seed, Store store) {
    LockWorld world = new LockWorld(seed, store);
    world.run();
    return world.waits();
  }

  private static int signals(long seed, Store store) {
    new SignalWorld(seed, store).run();
    return 1;
  }

  private int play(World world, long seed) throws Exception {
    try (Store store = open()) {
      return world.play(seed, store);
    } catch (AssertionError e) {
      String test = getClass().getSimpleName();
      throw new AssertionError(
          "again with -Dtest=" + test + " -Dsimulation.seed=" + seed + ": " + e.getMessage(), e);
    }
  }

  private void play(World world, long first, long last) throws Exception {
    @Nullable Long only = Long.getLong("simulation.seed");
    int waits = 0;
    for (long seed = only == null ? first : only; seed <= (only == null ? last : only); seed++) {
      waits += play(world, seed);
    }
    assertThat(waits).as("somebody had to wait").isPositive();
  }

  @Test
  final void nobody_is_inside_a_lock_together_and_all_end() throws Exception {
    play(RaceKit::locks, 1, seeds);
  }

  @Test
  @Tag("full")
  final void nobody_is_inside_a_lock_together_and_all_end_in_many_worlds() throws Exception {
    play(RaceKit::locks, seeds + 1, seeds + more);
  }

  @Test
  final void each_signal_is_received_once_and_in_order() throws Exception {
    play(RaceKit::signals, 1, seeds);
  }

  @Test
  @Tag("full")
  final void each_signal_is_received_once_and_in_order_in_many_worlds() throws Exception {
    play(RaceKit::signals, seeds + 1, seeds + more);
  }
}
