package io.flowengine.benchmarks;

import io.flowengine.FlowEngine;
import io.flowengine.benchmarks.peer.BareRuns;
import io.flowengine.benchmarks.peer.BenchmarkDatabase;
import io.flowengine.benchmarks.peer.BenchmarkDatabase.Postgres;
import io.flowengine.benchmarks.peer.DbSchedulerRuns;
import io.flowengine.benchmarks.peer.DbosRuns;
import io.flowengine.benchmarks.peer.EngineRuns;
import io.flowengine.benchmarks.peer.Runs;
import io.flowengine.jdbc.JdbcStore;
import io.flowengine.python.PythonFlows;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Five durable steps that do nothing, start to end, one run after another and many at once, on a
 * real database. Beside programs without an engine that write the same rows, and on PostgreSQL
 * beside other libraries. All take turns, so that they meet the same disk.
 */
final class FiveSteps implements Benchmark {
  private static final String SCRIPT =
      """
      import flow_api

      def nothing():
          return None

      def handler(system, this, inputs):
          for i in range(1, 6):
              flow_api.step('step' + str(i), nothing)
      """;
  private static final String BARE = "the same rows without an engine";

  private final String name;
  private final Supplier<BenchmarkDatabase> databases;

  private FiveSteps(String name, Supplier<BenchmarkDatabase> databases) {
    this.name = name;
    this.databases = databases;
  }

  static FiveSteps postgres() {
    return new FiveSteps("five-step-pg", BenchmarkDatabase::postgres);
  }

  static FiveSteps sqlite() {
    return new FiveSteps("five-step-sqlite", BenchmarkDatabase::sqlite);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<Figure> run(boolean quick) throws Exception {
    try (BenchmarkDatabase database = databases.get()) {
      System.out.println("# " + database.settings());
      database.store("bare").close();
      Map<String, Runs> all = new LinkedHashMap<>();
      try {
        all.put("Java", EngineRuns.java(database));
        all.put("Python", python(database));
        if (database instanceof Postgres postgres) {
          all.put("DBOS Transact", new DbosRuns(postgres));
          all.put("db-scheduler", new DbSchedulerRuns(postgres));
        }
        List<Figure> figures = new ArrayList<>();
        try (Runs alone = BareRuns.alone(database)) {
          figures.addAll(oneAfterAnother(with(all, alone), quick));
        }
        try (Runs grouped = BareRuns.grouped(database)) {
          figures.addAll(atOnce(with(all, grouped), 64, quick));
          figures.addAll(atOnce(with(all, grouped), 512, quick));
        }
        return figures;
      } finally {
        all.values().forEach(Runs::close);
      }
    }
  }

  private static Map<String, Runs> with(Map<String, Runs> all, Runs bare) {
    Map<String, Runs> more = new LinkedHashMap<>(all);
    more.put(BARE, bare);
    return more;
  }

  private static Runs python(BenchmarkDatabase database) {
    JdbcStore store = database.store("python");
    return EngineRuns.of(
        store,
        FlowEngine.builder()
            .store(store)
            .language(PythonFlows.create())
            .flows(Scripts.of("five", SCRIPT))
            .build());
  }

  private List<Figure> oneAfterAnother(Map<String, Runs> all, boolean quick) throws Exception {
    Map<String, List<Double>> times = new LinkedHashMap<>();
    int rounds = quick ? 4 : 20;
    for (int round = 0; round < rounds; round++) {
      for (Map.Entry<String, Runs> each : all.entrySet()) {
        List<Double> own = times.computeIfAbsent(each.getKey(), key -> new ArrayList<>());
        if (round == rounds / 2) {
          own.clear();
        }
        for (int i = 0; i < 25; i++) {
          own.add(Samples.micros(1, each.getValue()::run) / 1000);
        }
      }
    }
    return figures("one after another", "ms", times);
  }

  private List<Figure> atOnce(Map<String, Runs> all, int callers, boolean quick) throws Exception {
    Map<String, List<Double>> rates = new LinkedHashMap<>();
    int rounds = quick ? 3 : 10;
    int each = Math.max(1, (quick ? 1024 : 4096) / callers);
    for (int round = 0; round < rounds; round++) {
      for (Map.Entry<String, Runs> runs : all.entrySet()) {
        List<Double> own = rates.computeIfAbsent(runs.getKey(), key -> new ArrayList<>());
        if (round == rounds / 2) {
          own.clear();
        }
        own.add(Samples.perSecond(callers, each, runs.getValue()::run));
      }
    }
    return figures(callers + " at once", "runs/s", rates);
  }

  private List<Figure> figures(String shape, String unit, Map<String, List<Double>> measured) {
    Map<String, Double> medians = new LinkedHashMap<>();
    measured.forEach(
        (key, values) ->
            medians.put(
                key, Samples.median(values.stream().mapToDouble(Double::doubleValue).toArray())));
    List<Figure> figures = new ArrayList<>();
    for (String own : List.of("Java", "Python")) {
      medians.forEach(
          (peer, median) -> {
            if (!peer.equals("Java") && !peer.equals("Python")) {
              figures.add(
                  new Figure(
                      name,
                      own + ", " + shape + ", vs " + peer,
                      medians.getOrDefault(own, Double.NaN),
                      unit,
                      median));
            }
          });
    }
    return figures;
  }
}
