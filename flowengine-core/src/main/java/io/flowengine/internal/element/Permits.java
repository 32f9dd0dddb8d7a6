package io.flowengine.internal.element;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** A bound on what runs at once. Whoever waits gets it in the order of the requests. */
final class Permits {
  private final Stage stage;
  private @Nullable Queue<Runnable> waiting;
  private int free;

  Permits(Stage stage, int count) {
    this.stage = stage;
    this.free = count;
  }

  private void acquire(Runnable then) {
    if (free > 0) {
      free--;
      then.run();
    } else {
      Queue<Runnable> queue = waiting;
      if (queue == null) {
        queue = new ArrayDeque<>(2);
        waiting = queue; // very many permits are never waited for
      }
      queue.add(then);
    }
  }

  void release() {
    Runnable next = waiting == null ? null : waiting.poll();
    if (next == null) {
      free++;
    } else {
      stage.later(next);
    }
  }

  /**
   * Takes one of each. All takers name them in one global order, so none waits for another in a
   * circle.
   */
  static void acquire(List<Permits> all, Runnable then) {
    acquire(all, 0, then);
  }

  private static void acquire(List<Permits> all, int next, Runnable then) {
    if (next < all.size()) {
      all.get(next).acquire(() -> acquire(all, next + 1, then));
    } else {
      then.run();
    }
  }

  void acquireOne(Runnable then) {
    acquire(then);
  }

  static void release(List<Permits> all) {
    for (int i = all.size() - 1; i >= 0; i--) {
      all.get(i).release();
    }
  }
}
