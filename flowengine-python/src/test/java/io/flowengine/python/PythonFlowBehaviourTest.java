package io.flowengine.python;

import io.flowengine.FlowEngine;
import io.flowengine.FlowEngineBuilder;
import io.flowengine.execution.Outcome;
import io.flowengine.execution.Value;
import io.flowengine.testkit.behaviour.FlowBehaviourKit;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** Flows in Python keep the rules. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PythonFlowBehaviourTest extends FlowBehaviourKit {
  /** The first flow of a cold JVM takes longer than a test may, above all on a compiled runtime. */
  @BeforeAll
  void runAFirstFlow() {
    FlowEngineBuilder builder = FlowEngine.builder();
    install(builder, 1);
    try (FlowEngine engine = builder.build()) {
      Outcome<Value> unused = engine.flow("player").start().outcome(Duration.ofMinutes(5));
    }
  }

  @Override
  protected void install(FlowEngineBuilder builder, int maxRunning) {
    builder
        .language(
            PythonFlows.builder().runtime(SharedPython.RUNTIME).maxRunning(maxRunning).build())
        .flows(scripts("python", "py"));
  }
}
