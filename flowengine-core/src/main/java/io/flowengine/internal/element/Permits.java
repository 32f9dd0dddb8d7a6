package io.flowengine.internal.element;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/** A bound on what runs at once. Whoever waits gets it in the order of the requests. */
final class Permits {
  private final Stage stage;
  private final Queue<Runnable> waiting = new ArrayDeque<>(0);
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
      waiting.add(then);
    }
  }

  void release() {
    Runnable next = waiting.poll();
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
