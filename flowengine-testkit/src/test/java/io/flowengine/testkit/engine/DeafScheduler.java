package io.flowengine.testkit.engine;

import io.flowengine.execution.ExecutionId;
import io.flowengine.spi.Environment;
import io.flowengine.spi.Scheduler;
import java.time.Instant;

/** Loses everything it is asked for. */
final class DeafScheduler implements Scheduler {
  @Override
  public void start(Environment environment, Trigger trigger) {}

  @Override
  public void arm(Instant at, ExecutionId execution) {}

  @Override
  public void close() {}
}
