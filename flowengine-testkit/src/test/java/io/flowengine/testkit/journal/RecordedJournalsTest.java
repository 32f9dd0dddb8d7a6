package io.flowengine.testkit.journal;

import io.flowengine.FlowEngine;
import io.flowengine.testkit.RecordedJournalsKit;

class RecordedJournalsTest extends RecordedJournalsKit {

  @Override
  protected FlowEngine.Builder replaying() {
    return RecordedFlows.all();
  }

  @Override
  protected FlowEngine.Builder recording() {
    return RecordedFlows.all();
  }
}
