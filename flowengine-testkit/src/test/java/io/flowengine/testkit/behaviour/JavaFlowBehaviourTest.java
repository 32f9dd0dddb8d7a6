package io.flowengine.testkit.behaviour;

import io.flowengine.FlowEngine;

/** Flows in Java keep the rules. */
final class JavaFlowBehaviourTest extends FlowBehaviourKit {
  @Override
  protected void install(FlowEngine.Builder builder) {
    builder.flow("player", JavaPlayer::handle);
  }
}
