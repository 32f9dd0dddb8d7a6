package io.flowengine.testkit.journal;

import io.flowengine.FlowEngineBuilder;
import io.flowengine.testkit.RecordedJournalsKit;

class RecordedJournalsTest extends RecordedJournalsKit {

  @Override
  protected FlowEngineBuilder replaying() {
    return RecordedFlows.all();
  }

  @Override
  protected FlowEngineBuilder recording() {
    return RecordedFlows.all();
  }
}
