package io.flowengine.internal.element;

import io.flowengine.element.FlowLimits.Rate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;

/**
 * A bound on how many start in any span of time of a length. It is asked last, when nothing else
 * keeps the start from being made, so that the times it remembers are those of real starts.
 */
final class StartRate {
  private final Stage stage;
  private final Rate rate;
  private final Deque<Instant> starts = new ArrayDeque<>();
  private final Queue<Runnable> waiting = new ArrayDeque<>();

  StartRate(Stage stage, Rate rate) {
    this.stage = stage;
    this.rate = rate;
  }

  void pass(Runnable then) {
    waiting.add(then);
    if (waiting.size() == 1) {
      letPass();
    }
  }

  private void letPass() {
    while (!waiting.isEmpty()) {
      Instant now = stage.now();
      while (!starts.isEmpty() && !starts.element().plus(rate.interval()).isAfter(now)) {
        starts.remove();
      }
      if (starts.size() >= rate.most()) {
        Instant free = starts.element().plus(rate.interval());
        Stage.Ticket unused = stage.sleep(Duration.between(now, free), false, 0, this::letPass);
        return;
      }
      starts.add(now);
      waiting.remove().run();
    }
  }
}
