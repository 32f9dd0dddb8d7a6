package io.flowengine.benchmarks;

import io.flowengine.benchmarks.peer.BenchmarkDatabase;
import io.flowengine.element.ElementFlowBuilder;
import io.flowengine.jdbc.JdbcStore;
import java.util.ArrayList;
import java.util.List;

/** Tasks that do nothing on 10,000 elements, five steps, with the journal on a real database. */
final class ElementsJournal implements Benchmark {
  private static final int ELEMENTS = 10_000;

  @Override
  public String name() {
    return "elements-journal";
  }

  @Override
  public List<Figure> run(boolean quick) throws Exception {
    List<Figure> figures = new ArrayList<>();
    for (Databases each : Databases.values()) {
      figures.addAll(each.measure(database -> measure(each.title, database, quick)));
    }
    return figures;
  }

  private List<Figure> measure(String title, BenchmarkDatabase database, boolean quick)
      throws Exception {
    try (JdbcStore store = database.store("elements");
        ElementsBench bench =
            new ElementsBench(
                ELEMENTS, ElementFlowBuilder::parallel, ElementsBench.nothing(), store)) {
      return List.of(new Figure(name(), title, bench.perSecond(quick ? 10 : 40), "runs/s", null));
    }
  }
}
