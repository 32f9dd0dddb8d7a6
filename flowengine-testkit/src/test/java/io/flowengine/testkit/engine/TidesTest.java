package io.flowengine.testkit.engine;

import io.flowengine.spi.RecurrenceKind;
import io.flowengine.testkit.RecurrenceKit;

/** The kit for recurrences, with a small one. */
class TidesTest extends RecurrenceKit {
  @Override
  protected RecurrenceKind kind() {
    return new Tides();
  }

  @Override
  protected Object rule() {
    return 30L;
  }

  @Override
  protected Object brokenRule() {
    return "soon";
  }
}
