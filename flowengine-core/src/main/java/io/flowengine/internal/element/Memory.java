package io.flowengine.internal.element;

import io.flowengine.element.StepResult;
import org.jspecify.annotations.Nullable;

/**
 * Results of an earlier run on one element. A step that is next in it is not done again. Who asks
 * for another step has left the way of the earlier run, and from there on all is done.
 */
final class Memory {
  /** What is left of it, shared with the child runs of the element. */
  private static final class Rest {
    private final Results.View results;
    private final int size;
    private int next;

    Rest(Results.View results, int size) {
      this.results = results;
      this.size = size;
    }
  }

  private final Rest rest;
  private final String prefix;

  Memory(Results.View results, int size) {
    this(new Rest(results, Math.min(size, results.size())), "");
  }

  private Memory(Rest rest, String prefix) {
    this.rest = rest;
    this.prefix = prefix;
  }

  /** The same, for the child run of a step. */
  Memory below(String step) {
    return new Memory(rest, prefix + step + "/");
  }

  /** The result of a step if it comes next; null if it is to be done. */
  @Nullable StepResult next(String step) {
    if (rest.next >= rest.size || !rest.results.step(rest.next).equals(prefix + step)) {
      rest.next = rest.size;
      return null;
    }
    return rest.results.result(rest.next++);
  }
}
