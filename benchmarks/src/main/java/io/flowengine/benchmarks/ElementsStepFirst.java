package io.flowengine.benchmarks;

import io.flowengine.element.ElementFlowBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;

/**
 * Tasks that do nothing on 10,000 elements, five steps, with events and results, in memory; beside
 * a loop that gives the same tasks to a pool of threads.
 */
final class ElementsStepFirst implements Benchmark {
  private static final int ELEMENTS = 10_000;

  @Override
  public String name() {
    return "elements-step-first";
  }

  @Override
  public List<Figure> run(boolean quick) throws Exception {
    int rounds = quick ? 20 : 60;
    double bare = bare(rounds);
    List<Figure> figures = new ArrayList<>();
    try (ElementsBench steps =
        new ElementsBench(ELEMENTS, ElementFlowBuilder::parallel, ElementsBench.nothing(), null)) {
      figures.add(
          new Figure(
              name(), "step first, beside a bare pool", steps.perSecond(rounds), "runs/s", bare));
    }
    try (ElementsBench lanes =
        new ElementsBench(ELEMENTS, ElementFlowBuilder::free, ElementsBench.nothing(), null)) {
      figures.add(
          new Figure(
              name(),
              "element first, beside a bare pool",
              lanes.perSecond(rounds),
              "runs/s",
              bare));
    }
    return figures;
  }

  /** The same tasks without an engine: a barrier after each step. */
  private static double bare(int rounds) throws Exception {
    LongAdder done = new LongAdder();
    int processors = Runtime.getRuntime().availableProcessors();
    double[] seconds = new double[rounds];
    try (ExecutorService pool = Executors.newFixedThreadPool(processors)) {
      for (int round = 0; round < rounds; round++) {
        long begin = System.nanoTime();
        for (int step = 0; step < ElementsBench.STEPS; step++) {
          List<Future<?>> all = new ArrayList<>(ELEMENTS);
          for (int i = 0; i < ELEMENTS; i++) {
            all.add(pool.submit(done::increment));
          }
          for (Future<?> each : all) {
            Object unused = each.get();
          }
        }
        seconds[round] = (System.nanoTime() - begin) / 1e9;
      }
    }
    return (double) ELEMENTS * ElementsBench.STEPS / Samples.medianOfLaterHalf(seconds);
  }
}
