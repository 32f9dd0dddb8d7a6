package io.flowengine.testkit.behaviour;

import io.flowengine.FlowEngineBuilder;
import java.util.Set;

/** Flows in Java keep the rules. */
final class JavaFlowBehaviourTest extends FlowBehaviourKit {
  @Override
  protected void install(FlowEngineBuilder builder, int maxRunning) {
    builder.maxRunning(maxRunning).flow("player", JavaPlayer::handle);
    WRAPPERS.forEach(name -> builder.wrapper(name, JavaPlayer::handle));
  }

  /** In Java code behind a swallowed signal looks like clean-up code. */
  @Override
  protected Set<String> unsupported() {
    return Set.of("notice of swallowed signals", "sleep in a step");
  }
}
