package io.flowengine.benchmarks;

import java.util.List;

/** Measures one thing. */
interface Benchmark {
  /** {@return the name by which it is run} */
  String name();

  /**
   * Measures.
   *
   * @param quick true to be done within a minute
   * @return the figures
   * @throws Exception if it cannot measure; the benchmark then counts as failed
   */
  List<Figure> run(boolean quick) throws Exception;
}
