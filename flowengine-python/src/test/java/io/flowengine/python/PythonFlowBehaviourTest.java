package io.flowengine.python;

import io.flowengine.FlowEngine;
import io.flowengine.testkit.behaviour.FlowBehaviourKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** Flows in Python keep the rules. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PythonFlowBehaviourTest extends FlowBehaviourKit {
  private final PythonRuntime runtime = PythonRuntime.create();

  @BeforeAll
  void warmUp() {
    runtime.warmUp();
  }

  @AfterAll
  void close() {
    runtime.close();
  }

  @Override
  protected void install(FlowEngine.Builder builder, int maxRunning) {
    builder
        .language(PythonFlows.builder().runtime(runtime).maxRunning(maxRunning).build())
        .flows(scripts("python", "py"));
  }
}
