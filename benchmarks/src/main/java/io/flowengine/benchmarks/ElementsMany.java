package io.flowengine.benchmarks;

import io.flowengine.element.ElementFlowBuilder;
import io.flowengine.element.TaskResult;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * 100,000 elements, five steps: how long, and with how much heap in use after it; with a width of
 * 50, how many tasks and threads there are at once.
 */
final class ElementsMany implements Benchmark {
  private static final int ELEMENTS = 100_000;
  private static final int WIDTH = 50;

  @Override
  public String name() {
    return "elements-100k";
  }

  @Override
  public List<Figure> run(boolean quick) throws Exception {
    int rounds = quick ? 3 : 8;
    double seconds;
    double megabytes;
    try (ElementsBench bench =
        new ElementsBench(ELEMENTS, ElementFlowBuilder::parallel, ElementsBench.nothing(), null)) {
      double[] all = new double[rounds];
      for (int i = 0; i < rounds; i++) {
        all[i] = bench.seconds();
      }
      seconds = Samples.medianOfLaterHalf(all);
    }
    megabytes = heap();
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    AtomicInteger mostThreads = new AtomicInteger();
    try (ElementsBench bench =
        new ElementsBench(
            ELEMENTS,
            flow -> flow.parallel(WIDTH),
            call -> {
              most.accumulateAndGet(running.incrementAndGet(), Math::max);
              if (threads.add(Thread.currentThread())) {
                threads.removeIf(thread -> !thread.isAlive());
                mostThreads.accumulateAndGet(threads.size(), Math::max);
              }
              running.decrementAndGet();
              return TaskResult.ok();
            },
            null)) {
      double unused = bench.seconds();
    }
    return List.of(
        new Figure(name(), "100,000 elements x 5 steps", seconds, "s", null),
        new Figure(
            name(),
            "heap in use after a run, with the inventory and the results",
            megabytes,
            "MB",
            null),
        new Figure(name(), "width 50: most tasks at once", most.get(), "tasks", null),
        new Figure(
            name(), "width 50: most threads alive at once", mostThreads.get(), "threads", null));
  }

  /** The heap that is still used after a collection at the end of a run whose engine is open. */
  private static double heap() {
    try (ElementsBench bench =
        new ElementsBench(ELEMENTS, ElementFlowBuilder::parallel, ElementsBench.nothing(), null)) {
      double unused = bench.seconds();
      System.gc();
      long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
      return used / 1e6;
    }
  }
}
