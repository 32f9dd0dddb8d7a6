package io.flowengine.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Trees of flows drawn at random end as their model says, whatever happens to the nodes. One seed
 * again: -Dsimulation.seed=N.
 */
class RandomTreesTest {

  private static void simulate(long first, long last) {
    Long only = Long.getLong("simulation.seed");
    for (long seed = only == null ? first : only; seed <= (only == null ? last : only); seed++) {
      try {
        new TreeWorld(seed).run();
      } catch (AssertionError e) {
        throw new AssertionError(
            "again with -Dtest=RandomTreesTest -Dsimulation.seed=" + seed + ": " + e.getMessage(),
            e);
      }
    }
  }

  @Test
  void a_thousand_worlds_end_as_their_model_says() {
    simulate(1, 1000);
  }

  @Test
  @Tag("full")
  void a_hundred_thousand_worlds_end_as_their_model_says() {
    simulate(1001, 101_000);
  }

  @Test
  void the_same_seed_gives_the_same_run() {
    assertThat(switches(7)).isEqualTo(switches(7));
  }

  private static long switches(long seed) {
    TreeWorld world = new TreeWorld(seed);
    world.run();
    return world.switches();
  }
}
