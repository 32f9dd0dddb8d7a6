package io.flowengine.benchmarks;

import io.flowengine.element.TaskResult;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * Tasks that block for 100 ms, 10,000 at once, on 10,000 elements; beside bare virtual threads that
 * do the same in the same run.
 */
final class ElementsBlocking implements Benchmark {
  private static final int ELEMENTS = 10_000;
  private static final long MILLIS = 100;

  @Override
  public String name() {
    return "elements-blocking";
  }

  @Override
  public List<Figure> run(boolean quick) throws Exception {
    int rounds = quick ? 3 : 8;
    double bare = bare(rounds);
    try (ElementsBench bench =
        new ElementsBench(
            ELEMENTS,
            flow -> flow.rolling(ELEMENTS),
            call -> {
              Thread.sleep(MILLIS);
              return TaskResult.ok();
            },
            null)) {
      return List.of(
          new Figure(
              name(),
              "tasks of 100 ms, width 10,000, beside virtual threads",
              bench.perSecond(rounds),
              "runs/s",
              bare));
    }
  }

  private static double bare(int rounds) throws Exception {
    double[] seconds = new double[rounds];
    Semaphore width = new Semaphore(ELEMENTS);
    for (int round = 0; round < rounds; round++) {
      long begin = System.nanoTime();
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Runnable> lanes = new ArrayList<>();
        for (int i = 0; i < ELEMENTS; i++) {
          lanes.add(() -> lane(width));
        }
        lanes.forEach(threads::execute);
      }
      seconds[round] = (System.nanoTime() - begin) / 1e9;
    }
    return (double) ELEMENTS * ElementsBench.STEPS / Samples.medianOfLaterHalf(seconds);
  }

  private static void lane(Semaphore width) {
    try {
      for (int step = 0; step < ElementsBench.STEPS; step++) {
        width.acquire();
        Thread.sleep(MILLIS);
        width.release();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
