package io.flowengine.benchmarks;

import io.flowengine.benchmarks.peer.BareRuns;
import io.flowengine.benchmarks.peer.BenchmarkDatabase;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** How long a run of five durable steps takes when one caller makes one after another. */
final class FiveSteps implements Benchmark {
  private static final int RUNS = 25;

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
    try (BenchmarkDatabase database = databases.get();
        Contest contest = Contest.open(database, BareRuns::alone)) {
      contest.warmUp(1, Duration.ofSeconds(quick ? 3 : 15));
      return contest.compare(
          name,
          "one after another",
          "ms",
          quick ? 7 : 25,
          runs -> {
            double[] times = new double[RUNS];
            for (int i = 0; i < RUNS; i++) {
              times[i] = Samples.micros(1, runs::run) / 1000;
            }
            return Samples.median(times);
          });
    }
  }
}
