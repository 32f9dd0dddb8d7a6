package io.flowengine.benchmarks.peer;

import io.flowengine.FlowEngine;
import io.flowengine.execution.Execution;
import io.flowengine.jdbc.JdbcStore;
import java.time.Duration;

/** Runs a flow of the name {@code five}. */
public final class EngineRuns implements Runs {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final JdbcStore store;
  private final FlowEngine engine;

  private EngineRuns(JdbcStore store, FlowEngine engine) {
    this.store = store;
    this.engine = engine;
  }

  /**
   * Opens an engine with a Java flow.
   *
   * @param database where its store is
   * @return the engine
   */
  public static Runs java(BenchmarkDatabase database) {
    return java(database, "java");
  }

  /**
   * Opens an engine with a Java flow.
   *
   * @param database where its store is
   * @param name the name of its store
   * @return the engine
   */
  public static Runs java(BenchmarkDatabase database, String name) {
    JdbcStore store = database.store(name);
    return new EngineRuns(
        store,
        FlowEngine.builder()
            .store(store)
            .flow(
                "five",
                (system, self, inputs) -> {
                  for (int i = 1; i <= 5; i++) {
                    Object unused = self.step("step" + i, Object.class, context -> null);
                  }
                  return null;
                })
            .build());
  }

  /**
   * Takes over an engine that has a flow of the name {@code five}.
   *
   * @param store its store
   * @param engine the engine
   * @return the engine, which is closed together with the result
   */
  public static Runs of(JdbcStore store, FlowEngine engine) {
    return new EngineRuns(store, engine);
  }

  @Override
  public void run() {
    Execution unused = engine.flow("five").start().await(PATIENCE);
  }

  @Override
  public void close() {
    engine.close();
    store.close();
  }
}
