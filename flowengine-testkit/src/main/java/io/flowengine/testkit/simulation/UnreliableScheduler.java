package io.flowengine.testkit.simulation;

import io.flowengine.execution.ExecutionId;
import io.flowengine.spi.Environment;
import io.flowengine.spi.Scheduler;
import java.time.Instant;

/** Loses some of what it is asked for, and does some of it twice. */
final class UnreliableScheduler implements Scheduler {
  private final Simulation simulation;
  private final Scheduler scheduler;

  UnreliableScheduler(Simulation simulation, Scheduler scheduler) {
    this.simulation = simulation;
    this.scheduler = scheduler;
  }

  @Override
  public void start(Environment environment, Trigger trigger) {
    scheduler.start(environment, trigger);
  }

  @Override
  public void arm(Instant at, ExecutionId execution) {
    int luck = simulation.random().nextInt(10);
    if (luck > 0) {
      scheduler.arm(at, execution);
    }
    if (luck > 8) {
      scheduler.arm(at, execution);
    }
  }

  @Override
  public void close() {
    scheduler.close();
  }
}
