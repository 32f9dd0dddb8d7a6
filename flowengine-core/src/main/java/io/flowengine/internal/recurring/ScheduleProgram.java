package io.flowengine.internal.recurring;

import io.flowengine.execution.Value;
import io.flowengine.spi.FlowCalls;
import io.flowengine.spi.FlowProgram;

/**
 * What the execution of a schedule without a scheduler does: it waits for the next nominal instant,
 * starts the flow, and waits again. After some rounds it ends, so that its journal stays short, and
 * another one goes on.
 *
 * @param recurrences the kinds of recurrence that this engine knows
 */
public record ScheduleProgram(Recurrences recurrences) implements FlowProgram {
  /** The name of the pool of workers that run it. */
  public static final String POOL = "schedule";

  /** What a node must be able to do to run it, unless the host has added the recurrence. */
  public static final String CAPABILITY = POOL + ":1";

  /**
   * Tells whether an execution runs it.
   *
   * @param requires what the execution requires
   * @return true if it does
   */
  public static boolean isRunBy(String requires) {
    return requires.startsWith(POOL + ":");
  }

  @Override
  public Value run(FlowCalls calls) {
    try {
      ScheduleCalls own = new ScheduleCalls(calls);
      ScheduleCalls.Begun begun = own.begin();
      if (begun != null) {
        SchedulePlan plan = SchedulePlan.of(begun.id(), begun.fields(), recurrences);
        new ScheduleRun(own, plan).play(begun.state());
      }
    } catch (ScheduleCalls.Left e) {
      // the execution has ended, or its stack is dropped
    }
    return Value.NULL;
  }
}
