package io.flowengine.internal.element;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;

/** A bound on what runs at once. Whoever waits gets it in the order of the requests. */
final class Permits {
  private final Stage stage;
  private final Queue<Runnable> waiting = new ArrayDeque<>();
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

  private void release() {
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
    acquire(all.iterator(), then);
  }

  private static void acquire(Iterator<Permits> left, Runnable then) {
    if (left.hasNext()) {
      left.next().acquire(() -> acquire(left, then));
    } else {
      then.run();
    }
  }

  static void release(List<Permits> all) {
    all.reversed().forEach(Permits::release);
  }
}
