package io.flowengine.benchmarks;

import io.flowengine.FlowEngine;
import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.ExecutionRecord.Attributes;
import io.flowengine.execution.ExecutionRecord.Origin;
import io.flowengine.execution.ExecutionRecord.State;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.ExecutionType;
import io.flowengine.execution.Filter;
import io.flowengine.execution.Value;
import io.flowengine.flow.FlowContext;
import io.flowengine.flow.FlowSystem;
import io.flowengine.flow.MessageRequest;
import io.flowengine.jdbc.JdbcStore;
import io.flowengine.python.PythonFlows;
import io.flowengine.spi.Commit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A flow lists all executions of a SQLite file with a filter, reads the listing to its end, and
 * holds it: what heap that takes, beside a listing of one page. In Python and in Java.
 */
final class Listing implements Benchmark {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final int PAGE = 1_000;
  private static final int ALL = 100_000;
  private static final String SCRIPT =
      """
      def handler(system, this, inputs):
          listed = system.executions({'field': 'name', 'op': 'like', 'value': inputs['what']})
          count = sum(1 for each in listed if each.get('status') == 'PAUSED')
          this.set_output(count=count)
          this.message('hold', message='hold')
          return {'held': len(listed)}
      """;

  @Override
  public String name() {
    return "listing";
  }

  @Override
  public List<Figure> run(boolean quick) throws Exception {
    Path folder = Files.createTempDirectory("flowengine-listing");
    try (JdbcStore store = JdbcStore.embedded(folder.resolve("flows.db"))) {
      fill(store);
      try (FlowEngine engine =
          FlowEngine.builder()
              .store(store)
              .language(PythonFlows.create())
              .flows(Scripts.of("python", SCRIPT))
              .flow("java", (system, self, inputs) -> list(system, self, inputs))
              .build()) {
        List<Figure> figures = new ArrayList<>();
        for (String language : List.of("python", "java")) {
          long start = System.nanoTime();
          var unused = held(engine, language, "%e%", ALL);
          double seconds = (System.nanoTime() - start) / 1e9;
          double page = held(engine, language, "page%", PAGE);
          double whole = held(engine, language, "%e%", ALL);
          figures.add(
              new Figure(
                  name(),
                  language + ", " + ALL + " held, vs one page",
                  whole / 1e6,
                  "MB",
                  page / 1e6));
          figures.add(
              new Figure(name(), language + ", " + ALL + " listed and read", seconds, "s", null));
        }
        return figures;
      }
    }
  }

  private static Object list(FlowSystem system, FlowContext self, Map<String, ?> inputs) {
    List<Execution> listed =
        system.executions(Filter.like("name", String.valueOf(inputs.get("what"))));
    self.setOutput("count", listed.stream().map(Execution::id).distinct().count());
    self.message(MessageRequest.text("hold", "hold"));
    return Map.of("held", listed.size());
  }

  /** Bytes of heap while a flow holds a listing. */
  private static double held(FlowEngine engine, String flow, String pattern, int expected)
      throws Exception {
    long before = Samples.heap();
    Execution list = engine.flow(flow).input("what", pattern).start();
    while (engine.openMessages().isEmpty()) {
      if (list.status().isEnded()) {
        throw new IllegalStateException(list.message().orElse("ended"));
      }
      Thread.sleep(20);
    }
    long during = Samples.heap();
    if (!Long.valueOf(expected).equals(list.outputs().get("count"))) {
      throw new IllegalStateException("listed " + list.outputs() + ", expected " + expected);
    }
    engine.answer(engine.openMessages().getFirst().id(), Map.of());
    var unused = list.await(PATIENCE);
    return during - before;
  }

  private static void fill(JdbcStore store) {
    Instant now = Instant.now().minusSeconds(3600);
    for (int start = 0; start < ALL; start += PAGE) {
      Commit commit = new Commit("fill");
      for (int i = start; i < start + PAGE; i++) {
        ExecutionId id = ExecutionId.of(0x0190_0000_0000_7000L, i + 1L);
        Origin origin =
            new Origin(ExecutionType.FLOW, "sample", "java:1:sample", null, null, i, now, null);
        String name = (start == 0 ? "page " : "element ") + i;
        Attributes attributes = new Attributes(name, Value.EMPTY, 0, null, null, null, Value.EMPTY);
        ExecutionRecord record =
            new ExecutionRecord(
                id, origin, attributes, State.created(ExecutionStatus.PAUSED, null));
        commit.create(new Commit.Creation(record, null, null));
      }
      var unused = store.commit(commit, now);
    }
  }
}
