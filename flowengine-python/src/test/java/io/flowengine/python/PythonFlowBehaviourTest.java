package io.flowengine.python;

import io.flowengine.FlowEngineBuilder;
import io.flowengine.testkit.behaviour.FlowBehaviourKit;
import org.junit.jupiter.api.TestInstance;

/** Flows in Python keep the rules. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PythonFlowBehaviourTest extends FlowBehaviourKit {
  @Override
  protected void install(FlowEngineBuilder builder, int maxRunning) {
    builder
        .language(
            PythonFlows.builder().runtime(SharedPython.RUNTIME).maxRunning(maxRunning).build())
        .flows(scripts("python", "py"));
  }
}
