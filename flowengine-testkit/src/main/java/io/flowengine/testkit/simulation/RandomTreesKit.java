package io.flowengine.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.spi.Store;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Trees of flows drawn at random end as their model says, whatever happens to the nodes: two of
 * them crash, stall and come back on one store. An implementer of a store extends it. One seed
 * again: {@code -Dsimulation.seed=N}.
 */
public abstract class RandomTreesKit {
  private final long seeds;
  private final long more;

  /**
   * Makes the tests.
   *
   * @param seeds how many worlds the normal build plays; ≥ 1
   * @param more how many others the group {@code full} plays
   */
  protected RandomTreesKit(long seeds, long more) {
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

  private long play(long seed) throws Exception {
    try (Store store = open()) {
      TreeWorld world = new TreeWorld(seed, store);
      world.run();
      return world.switches();
    } catch (AssertionError e) {
      String test = getClass().getSimpleName();
      throw new AssertionError(
          "again with -Dtest=" + test + " -Dsimulation.seed=" + seed + ": " + e.getMessage(), e);
    }
  }

  private void play(long first, long last) throws Exception {
    @Nullable Long only = Long.getLong("simulation.seed");
    for (long seed = only == null ? first : only; seed <= (only == null ? last : only); seed++) {
      long unused = play(seed);
    }
  }

  @Test
  final void worlds_end_as_their_model_says() throws Exception {
    play(1, seeds);
  }

  @Test
  @Tag("full")
  final void many_worlds_end_as_their_model_says() throws Exception {
    play(seeds + 1, seeds + more);
  }

  @Test
  final void the_same_seed_gives_the_same_run() throws Exception {
    assertThat(play(7)).isEqualTo(play(7));
  }
}
