package io.flowengine.internal.recurring;

import io.flowengine.execution.Value;
import io.flowengine.spi.FlowCalls;
import io.flowengine.spi.FlowProgram;

/**
 * What the execution of a schedule without a scheduler does: it waits for the next nominal instant,
 * starts the flow, and waits again. After some rounds it ends, so that its journal stays short, and
 * another one goes on.
 */
public final class ScheduleProgram implements FlowProgram {
  /** Makes the program, which is the same for all schedules. */
  public ScheduleProgram() {}

  /** What a node must be able to do to run it; every node is. */
  public static final String CAPABILITY = "schedule:1";

  /** The name of the pool of workers that run it. */
  public static final String POOL = "schedule";

  @Override
  public Value run(FlowCalls calls) {
    return new ScheduleRun(calls).play();
  }
}
