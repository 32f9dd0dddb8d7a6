package io.flowengine.python.internal.element;

import java.util.function.IntConsumer;

/** Ranks as text: {@code 0-2,7} are 0, 1, 2 and 7. */
final class Ranks {
  private final StringBuilder text = new StringBuilder();
  private int first = -1;
  private int last = -1;

  /** Adds one. */
  void add(int rank) {
    if (first >= 0 && rank == last + 1) {
      last = rank;
      return;
    }
    finish();
    first = rank;
    last = rank;
  }

  private void finish() {
    if (first < 0) {
      return;
    }
    if (!text.isEmpty()) {
      text.append(',');
    }
    text.append(first);
    if (last > first) {
      text.append('-').append(last);
    }
    first = -1;
  }

  /** {@return those that were added, in that order; empty if there are none} */
  @Override
  public String toString() {
    finish();
    return text.toString();
  }

  static String of(int[] ranks) {
    Ranks all = new Ranks();
    for (int rank : ranks) {
      all.add(rank);
    }
    return all.toString();
  }

  /**
   * Reads some.
   *
   * @param text holds them
   * @param from where they begin
   * @param to where they end, exclusive
   * @param each is given each of them
   */
  static void read(String text, int from, int to, IntConsumer each) {
    int at = from;
    while (at < to) {
      int comma = text.indexOf(',', at, to);
      int end = comma < 0 ? to : comma;
      int dash = text.indexOf('-', at, end);
      int first = Integer.parseInt(text, at, dash < 0 ? end : dash, 10);
      int last = dash < 0 ? first : Integer.parseInt(text, dash + 1, end, 10);
      for (int rank = first; rank <= last; rank++) {
        each.accept(rank);
      }
      at = end + 1;
    }
  }
}
