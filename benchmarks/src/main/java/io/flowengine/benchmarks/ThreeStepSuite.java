package io.flowengine.benchmarks;

import io.flowengine.FlowEngine;
import io.flowengine.benchmarks.peer.BenchmarkDatabase;
import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionId;
import io.flowengine.jdbc.JdbcStore;
import io.flowengine.python.PythonFlows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The suite of three steps that workflow engines publish: each execution returns {@code {a: 1, b:
 * 2, c: 3}} from three durable steps. The cold first run, runs one after another, and a batch that
 * is started at once; every result and every journal is checked.
 */
final class ThreeStepSuite implements Benchmark {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String SCRIPT =
      """
      import flow_api

      def handler(system, this, inputs):
          return {
              'a': flow_api.step('a', lambda: 1),
              'b': flow_api.step('b', lambda: 2),
              'c': flow_api.step('c', lambda: 3),
          }
      """;

  @Override
  public String name() {
    return "three-step-suite";
  }

  @Override
  public List<Figure> run(boolean quick) throws Exception {
    List<Figure> figures = new ArrayList<>();
    for (Databases each : Databases.values()) {
      figures.addAll(each.measure(database -> suite(each.title, database, quick)));
    }
    return figures;
  }

  private List<Figure> suite(String title, BenchmarkDatabase database, boolean quick)
      throws Exception {
    List<Figure> figures = new ArrayList<>();
    for (String flow : List.of("java", "python")) {
      try (JdbcStore store = database.store(flow);
          FlowEngine engine = engine(store)) {
        figures.addAll(suite(title + ", " + flow, engine, flow, quick));
      }
    }
    return figures;
  }

  private static FlowEngine engine(JdbcStore store) {
    return FlowEngine.builder()
        .store(store)
        .maxRunning(1000)
        .language(PythonFlows.create())
        .flows(Scripts.of("python", SCRIPT))
        .flow(
            "java",
            (system, self, inputs) -> {
              Map<String, Object> result = new LinkedHashMap<>();
              result.put("a", Objects.requireNonNull(self.step("a", Long.class, one -> 1L)));
              result.put("b", Objects.requireNonNull(self.step("b", Long.class, two -> 2L)));
              result.put("c", Objects.requireNonNull(self.step("c", Long.class, three -> 3L)));
              return result;
            })
        .build();
  }

  private List<Figure> suite(String variant, FlowEngine engine, String flow, boolean quick)
      throws Exception {
    Set<ExecutionId> done = ConcurrentHashMap.newKeySet();
    Samples.Action run = () -> done.add(run(engine, flow));
    double cold = Samples.micros(1, run) / 1000;
    for (int i = 0; i < 5; i++) {
      run.run();
    }
    double[] times = new double[quick ? 50 : 100];
    for (int i = 0; i < times.length; i++) {
      times[i] = Samples.micros(1, run) / 1000;
    }
    int batch = quick ? 100 : 200;
    double[] rates = new double[5];
    for (int i = 0; i < rates.length; i++) {
      rates[i] = Samples.perSecond(batch, 1, run);
    }
    for (ExecutionId id : done) {
      int records = engine.journal(id).size();
      if (records != 3) {
        throw new IllegalStateException(id + " has " + records + " records, not 3");
      }
    }
    Arrays.sort(times);
    double p95 = times[(int) Math.ceil(times.length * 0.95) - 1];
    return List.of(
        new Figure(name(), variant + ", cold first run", cold, "ms", null),
        new Figure(name(), variant + ", one after another", Samples.median(times), "ms", null),
        new Figure(name(), variant + ", one after another, P95", p95, "ms", null),
        new Figure(name(), variant + ", each step", Samples.median(times) / 3, "ms", null),
        new Figure(
            name(), variant + ", " + batch + " at once", Samples.median(rates), "runs/s", null));
  }

  private static ExecutionId run(FlowEngine engine, String flow) {
    Execution execution = engine.flow(flow).start().await(PATIENCE);
    if (!execution.outputs().equals(Map.of("a", 1L, "b", 2L, "c", 3L))) {
      throw new IllegalStateException(execution + " gave " + execution.outputs());
    }
    return execution.id();
  }
}
