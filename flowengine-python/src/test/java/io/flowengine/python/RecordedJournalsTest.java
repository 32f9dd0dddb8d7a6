package io.flowengine.python;

import io.flowengine.FlowEngine;
import io.flowengine.FlowEngineBuilder;
import io.flowengine.testkit.RecordedJournalsKit;
import java.nio.file.Path;

/** Journals of scripts are replayed with the text that is kept in them, not with today's. */
class RecordedJournalsTest extends RecordedJournalsKit {

  @Override
  protected FlowEngineBuilder replaying() {
    return FlowEngine.builder().language(PythonFlows.on(SharedPython.RUNTIME));
  }

  @Override
  protected FlowEngineBuilder recording() {
    return replaying().flows(Path.of("src", "test", "resources", "journals", "scripts"));
  }
}
