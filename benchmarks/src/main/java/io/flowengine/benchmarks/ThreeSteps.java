package io.flowengine.benchmarks;

import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Three journaled steps in one Java flow, in memory: what a flow with a hundred times three takes
 * longer than one without steps, divided by a hundred. Measured by JMH.
 */
final class ThreeSteps implements Benchmark {

  @Override
  public String name() {
    return "three-steps";
  }

  @Override
  public List<Figure> run(boolean quick) throws Exception {
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include(StepsState.class.getName())
                    .verbosity(VerboseMode.SILENT)
                    .forks(1)
                    .jvmArgs("-Xmx4g", "-XX:+UseParallelGC")
                    .warmupIterations(quick ? 3 : 6)
                    .warmupTime(TimeValue.seconds(1))
                    .measurementIterations(quick ? 5 : 10)
                    .measurementTime(TimeValue.seconds(1))
                    .build())
            .run();
    double with = 0;
    double without = 0;
    for (RunResult result : results) {
      double median = result.getPrimaryResult().getStatistics().getPercentile(50);
      if (result.getParams().getBenchmark().endsWith("threeSteps")) {
        with = median;
      } else {
        without = median;
      }
    }
    return List.of(
        new Figure(
            name(), "three steps in a Java flow", (with - without) / StepsState.TIMES, "us", null),
        new Figure(name(), "a hundred times three, vs a flow without", with, "us", without));
  }
}
