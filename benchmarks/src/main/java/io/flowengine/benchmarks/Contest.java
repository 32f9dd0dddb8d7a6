package io.flowengine.benchmarks;

import io.flowengine.FlowEngine;
import io.flowengine.benchmarks.peer.BenchmarkDatabase;
import io.flowengine.benchmarks.peer.BenchmarkDatabase.Postgres;
import io.flowengine.benchmarks.peer.DbSchedulerRuns;
import io.flowengine.benchmarks.peer.DbosRuns;
import io.flowengine.benchmarks.peer.EngineRuns;
import io.flowengine.benchmarks.peer.Runs;
import io.flowengine.jdbc.JdbcStore;
import io.flowengine.python.PythonFlows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Five durable steps that do nothing, start to end, on one database: as flows in Java and Python,
 * by a program without an engine that writes the same rows, and on PostgreSQL by other libraries.
 * They take turns, so that they meet the same disk.
 */
final class Contest implements AutoCloseable {
  private static final String SCRIPT =
      """
      import flow_api

      def nothing():
          return None

      def handler(system, this, inputs):
          for i in range(1, 6):
              flow_api.step('step' + str(i), nothing)
      """;
  private static final List<String> OWN = List.of("Java", "Python");
  private static final String BARE = "the same rows without an engine";

  /** Opens the program without an engine. */
  interface Bare {
    Runs open(BenchmarkDatabase database) throws Exception;
  }

  /** One turn of one of them. */
  interface Turn {
    double of(Runs runs) throws Exception;
  }

  private final Map<String, Runs> all = new LinkedHashMap<>();

  private Contest() {}

  static Contest open(BenchmarkDatabase database, Bare bare) throws Exception {
    System.out.println("# " + database.settings());
    Contest contest = new Contest();
    try {
      database.store("bare").close();
      contest.all.put("Java", EngineRuns.java(database));
      contest.all.put("Python", python(database));
      contest.all.put(BARE, bare.open(database));
      if (database instanceof Postgres postgres) {
        contest.all.put("DBOS Transact", new DbosRuns(postgres));
        contest.all.put("db-scheduler", new DbSchedulerRuns(postgres));
      }
      return contest;
    } catch (Exception e) {
      contest.close();
      throw e;
    }
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

  /** Lets each of them run for a while, by as many callers. */
  void warmUp(int callers, Duration each) throws Exception {
    for (Runs runs : all.values()) {
      long end = System.nanoTime() + each.toNanos();
      while (System.nanoTime() < end) {
        double unused = Samples.perSecond(callers, 4, runs::run);
      }
    }
  }

  /** Gives each of them as many turns, and compares the medians. */
  List<Figure> compare(String name, String shape, String unit, int rounds, Turn turn)
      throws Exception {
    Map<String, double[]> measured = new LinkedHashMap<>();
    for (int round = 0; round < rounds; round++) {
      for (Map.Entry<String, Runs> each : all.entrySet()) {
        measured.computeIfAbsent(each.getKey(), key -> new double[rounds])[round] =
            turn.of(each.getValue());
      }
    }
    List<Figure> figures = new ArrayList<>();
    for (String own : OWN) {
      double median = Samples.median(measured.getOrDefault(own, new double[1]));
      measured.forEach(
          (peer, values) -> {
            if (!OWN.contains(peer)) {
              String what = own + ", " + shape + ", vs " + peer;
              figures.add(new Figure(name, what, median, unit, Samples.median(values)));
            }
          });
    }
    return figures;
  }

  @Override
  public void close() {
    all.values().forEach(Runs::close);
  }
}
