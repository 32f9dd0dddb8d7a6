package io.flowengine.benchmarks;

import java.util.Arrays;
import java.util.concurrent.Callable;

/** Repeats and takes the median. */
final class Samples {
  private Samples() {}

  /** The median of several measurements. */
  static double median(int count, Callable<Double> measure) throws Exception {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = measure.call();
    }
    return median(values);
  }

  static double median(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  /** The median of the second half of the rounds: the first half warms up. */
  static double medianOfLaterHalf(double... rounds) {
    return median(Arrays.copyOfRange(rounds, rounds.length / 2, rounds.length));
  }

  /** Microseconds that one of {@code count} runs takes on average. */
  static double micros(int count, Action action) throws Exception {
    long start = System.nanoTime();
    for (int i = 0; i < count; i++) {
      action.run();
    }
    return (System.nanoTime() - start) / 1000.0 / count;
  }

  /** How many runs a second several callers make together. */
  static double perSecond(int callers, int each, Action action) throws Exception {
    Thread[] threads = new Thread[callers];
    Throwable[] failure = new Throwable[1];
    long start = System.nanoTime();
    for (int i = 0; i < callers; i++) {
      threads[i] =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      for (int j = 0; j < each; j++) {
                        action.run();
                      }
                    } catch (Exception e) {
                      failure[0] = e;
                    }
                  });
    }
    for (Thread thread : threads) {
      thread.join();
    }
    if (failure[0] != null) {
      throw new IllegalStateException(failure[0]);
    }
    return callers * each * 1e9 / (System.nanoTime() - start);
  }

  /** Bytes of heap in use when nothing more can be collected. */
  static long heap() throws InterruptedException {
    Runtime runtime = Runtime.getRuntime();
    long last = Long.MAX_VALUE;
    for (int i = 0; i < 10; i++) {
      System.gc();
      Thread.sleep(50);
      long used = runtime.totalMemory() - runtime.freeMemory();
      if (used > last * 0.999) {
        return used;
      }
      last = used;
    }
    return last;
  }

  /** What is measured. */
  interface Action {
    void run() throws Exception;
  }
}
