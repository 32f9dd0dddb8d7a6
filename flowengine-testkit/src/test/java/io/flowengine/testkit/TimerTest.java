package io.flowengine.testkit;

import io.flowengine.FlowEngine;
import io.flowengine.spi.Scheduler;

class TimerTest extends SchedulerKit {
  @Override
  protected Scheduler open() {
    return FlowEngine.timer();
  }
}
