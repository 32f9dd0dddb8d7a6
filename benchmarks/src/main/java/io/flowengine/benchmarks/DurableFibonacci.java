package io.flowengine.benchmarks;

import io.flowengine.FlowEngine;
import io.flowengine.benchmarks.peer.BenchmarkDatabase;
import io.flowengine.execution.Execution;
import io.flowengine.jdbc.JdbcStore;
import io.flowengine.python.PythonFlows;
import io.flowengine.spi.JournalEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The same 40 steps as {@link Fibonacci} on a real database, timed by the journal: from the
 * creation of the first step to the end of the last.
 */
final class DurableFibonacci implements Benchmark {

  @Override
  public String name() {
    return "fibonacci-durable";
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
    try (JdbcStore store = database.store("fibonacci");
        FlowEngine engine =
            FlowEngine.builder()
                .store(store)
                .language(PythonFlows.create())
                .flows(Scripts.of("flow", Fibonacci.SCRIPT))
                .build()) {
      double warmUp = seconds(engine);
      double total = Samples.median(quick ? 5 : 15, () -> seconds(engine));
      return List.of(
          new Figure(name(), title + ", 40 steps of fibo(10)", total, "s", null),
          new Figure(name(), title + ", each step", total * 1000 / 40, "ms", null),
          new Figure(name(), title + ", the first run", warmUp, "s", null));
    }
  }

  private static double seconds(FlowEngine engine) {
    Execution execution = engine.flow("flow").start().await(Duration.ofMinutes(1));
    List<JournalEntry> journal = engine.journal(execution.id());
    if (journal.size() != 40) {
      throw new IllegalStateException(journal.size() + " records, not 40");
    }
    Instant first = journal.getFirst().createdAt();
    Instant last = Objects.requireNonNull(journal.getLast().endedAt());
    return Duration.between(first, last).toNanos() / 1e9;
  }
}
