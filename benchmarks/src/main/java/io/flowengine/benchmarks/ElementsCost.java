package io.flowengine.benchmarks;

import io.flowengine.element.ElementFlowBuilder;
import java.util.ArrayList;
import java.util.List;

/** What a run of a task costs with few elements and with many. */
final class ElementsCost implements Benchmark {
  private static final int[] SIZES = {1_000, 3_000, 10_000, 30_000, 100_000};

  @Override
  public String name() {
    return "elements-cost";
  }

  @Override
  public List<Figure> run(boolean quick) throws Exception {
    List<Figure> figures = new ArrayList<>();
    Double first = null;
    for (int size : SIZES) {
      try (ElementsBench bench =
          new ElementsBench(size, ElementFlowBuilder::parallel, ElementsBench.nothing(), null)) {
        int rounds = Math.max(4, (quick ? 200_000 : 1_000_000) / size);
        double micros = 1e6 / bench.perSecond(rounds);
        figures.add(new Figure(name(), size + " elements", micros, "µs per run", first));
        first = first == null ? Double.valueOf(micros) : first;
      }
    }
    return figures;
  }
}
