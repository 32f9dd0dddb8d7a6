package io.flowengine.benchmarks;

import io.flowengine.element.TaskCall;
import io.flowengine.element.TaskResult;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * Tasks that block for 100 ms, 10,000 at once, on 10,000 elements; beside bare virtual threads that
 * do the same, in turn with them. With five steps a fiftieth of the time is what it takes to begin
 * 10,000 elements and to end them; with twenty it is the tasks that count.
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
    return List.of(figure(20, quick ? 6 : 16), figure(ElementsBench.STEPS, quick ? 12 : 40));
  }

  private Figure figure(int steps, int rounds) throws Exception {
    double[] bare = new double[rounds];
    double[] flow = new double[rounds];
    try (ElementsBench bench =
        new ElementsBench(
            ELEMENTS, steps, order -> order.rolling(ELEMENTS), ElementsBlocking::block, null)) {
      for (int round = 0; round < rounds; round++) {
        bare[round] = bare(steps);
        flow[round] = bench.seconds();
      }
    }
    double tasks = (double) ELEMENTS * steps;
    return new Figure(
        name(),
        "tasks of 100 ms, width 10,000, " + steps + " steps, beside virtual threads",
        tasks / Samples.medianOfLaterHalf(flow),
        "runs/s",
        tasks / Samples.medianOfLaterHalf(bare));
  }

  private static TaskResult block(TaskCall call) throws InterruptedException {
    Thread.sleep(MILLIS);
    return TaskResult.ok();
  }

  /** The same without an engine, in seconds. */
  private static double bare(int steps) {
    Semaphore width = new Semaphore(ELEMENTS);
    long begin = System.nanoTime();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < ELEMENTS; i++) {
        threads.execute(() -> lane(width, steps));
      }
    }
    return (System.nanoTime() - begin) / 1e9;
  }

  private static void lane(Semaphore width, int steps) {
    try {
      for (int step = 0; step < steps; step++) {
        width.acquire();
        Thread.sleep(MILLIS);
        width.release();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
