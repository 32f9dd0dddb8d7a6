package io.flowengine.internal.element;

import java.util.List;

/** Begins things in order, not more at once than a width, the next as soon as one has ended. */
final class Window<T> {
  /** Something that is done and says when it has ended. */
  interface Act<T> {
    void on(T item, Runnable ended);
  }

  private final List<T> items;
  private final int width;
  private final Act<T> act;
  private final Runnable allEnded;
  private int begun;
  private int open;
  private boolean filling;

  private Window(List<T> items, int width, Act<T> act, Runnable allEnded) {
    this.items = items;
    this.width = width;
    this.act = act;
    this.allEnded = allEnded;
  }

  static <T> void run(List<T> items, int width, Act<T> act, Runnable allEnded) {
    new Window<>(items, width, act, allEnded).fill();
  }

  /** Ends that come while it fills are seen by its own loop. */
  private void fill() {
    if (filling) {
      return;
    }
    filling = true;
    Runnable ended = this::closed;
    while (begun < items.size() && open < width) {
      open++;
      act.on(items.get(begun++), ended);
    }
    filling = false;
    if (open == 0 && begun == items.size()) {
      allEnded.run();
    }
  }

  private void closed() {
    open--;
    fill();
  }
}
