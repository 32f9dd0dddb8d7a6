package io.flowengine.benchmarks;

import io.flowengine.FlowEngine;
import io.flowengine.execution.Execution;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One engine per iteration, so that what it keeps does not grow without bounds. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class StepsState {
  /** How many times a flow runs its three steps: the start of a flow costs as much as dozens. */
  static final int TIMES = 100;

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private @Nullable FlowEngine engine;

  /** Opens an engine. */
  @Setup(Level.Iteration)
  public void open() {
    engine =
        FlowEngine.builder()
            .flow("empty", (system, self, inputs) -> Map.of())
            .flow(
                "steps",
                (system, self, inputs) -> {
                  int sum = 0;
                  for (int i = 0; i < TIMES; i++) {
                    sum += Objects.requireNonNull(self.step("a", Integer.class, context -> 1));
                    sum += Objects.requireNonNull(self.step("b", Integer.class, context -> 2));
                    sum += Objects.requireNonNull(self.step("c", Integer.class, context -> 3));
                  }
                  return Map.of("sum", sum);
                })
            .build();
  }

  /** Closes the engine. */
  @TearDown(Level.Iteration)
  public void close() {
    Objects.requireNonNull(engine).close();
  }

  /** {@return a flow with a hundred times three steps, at its end} */
  @Benchmark
  public Execution threeSteps() {
    return Objects.requireNonNull(engine).flow("steps").start().await(PATIENCE);
  }

  /** {@return a flow without steps, at its end} */
  @Benchmark
  public Execution noSteps() {
    return Objects.requireNonNull(engine).flow("empty").start().await(PATIENCE);
  }
}
