package io.flowengine.internal.runtime;

import io.flowengine.execution.Value;
import io.flowengine.spi.JournalEntry.Kind;

/**
 * The calls of runs over elements. The program itself finds out what they return, outside the call,
 * and completes it; a replay answers from the journal.
 */
final class ElementOperations {
  private static final OwnCode.Limits NONE = new OwnCode.Limits(null, null, null);

  private ElementOperations() {}

  static Value perform(FlowRun run, String name, Value arguments) {
    return run.ownCode().step(run.describe(Kind.READ, name, "", arguments), 1, NONE, null);
  }
}
