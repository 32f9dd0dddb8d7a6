package io.flowengine.benchmarks;

import io.flowengine.benchmarks.peer.BareRuns;
import io.flowengine.benchmarks.peer.BenchmarkDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** How many runs of five durable steps many callers make together in a second. */
final class Throughput implements Benchmark {
  private static final int[] CALLERS = {64, 512};

  private final String name;
  private final Supplier<BenchmarkDatabase> databases;

  private Throughput(String name, Supplier<BenchmarkDatabase> databases) {
    this.name = name;
    this.databases = databases;
  }

  static Throughput postgres() {
    return new Throughput("throughput-pg", BenchmarkDatabase::postgres);
  }

  static Throughput sqlite() {
    return new Throughput("throughput-sqlite", BenchmarkDatabase::sqlite);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<Figure> run(boolean quick) throws Exception {
    List<Figure> figures = new ArrayList<>();
    try (BenchmarkDatabase database = databases.get();
        Contest contest = Contest.open(database, BareRuns::grouped)) {
      contest.warmUp(CALLERS[0], Duration.ofSeconds(quick ? 5 : 20));
      for (int callers : CALLERS) {
        int each = Math.max(1, (quick ? 1024 : 4096) / callers);
        figures.addAll(
            contest.compare(
                name,
                callers + " at once",
                "runs/s",
                quick ? 3 : 7,
                runs -> Samples.perSecond(callers, each, runs::run)));
      }
    }
    return figures;
  }
}
