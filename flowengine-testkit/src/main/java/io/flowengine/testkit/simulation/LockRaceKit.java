package io.flowengine.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.spi.Store;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Flows that compete for the lock of a setting are never inside together, and all of them come to
 * their end, whatever happens to the nodes and to those before them in the queue. An implementer of
 * a store extends it. One seed again: {@code -Dsimulation.seed=N}.
 */
public abstract class LockRaceKit {
  private final long seeds;
  private final long more;

  /**
   * Makes the tests.
   *
   * @param seeds how many worlds the normal build plays; ≥ 1
   * @param more how many others the group {@code full} plays
   */
  protected LockRaceKit(long seeds, long more) {
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

  private int play(long seed) throws Exception {
    try (Store store = open()) {
      LockWorld world = new LockWorld(seed, store);
      world.run();
      return world.waits();
    } catch (AssertionError e) {
      String test = getClass().getSimpleName();
      throw new AssertionError(
          "again with -Dtest=" + test + " -Dsimulation.seed=" + seed + ": " + e.getMessage(), e);
    }
  }

  private void play(long first, long last) throws Exception {
    @Nullable Long only = Long.getLong("simulation.seed");
    int waits = 0;
    for (long seed = only == null ? first : only; seed <= (only == null ? last : only); seed++) {
      waits += play(seed);
    }
    assertThat(waits).as("somebody had to wait").isPositive();
  }

  @Test
  final void nobody_is_inside_together_and_all_end() throws Exception {
    play(1, seeds);
  }

  @Test
  @Tag("full")
  final void nobody_is_inside_together_and_all_end_in_many_worlds() throws Exception {
    play(seeds + 1, seeds + more);
  }
}
