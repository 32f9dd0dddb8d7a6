package io.flowengine.internal.element;

import io.flowengine.execution.ExecutionId;
import java.util.Optional;

/**
 * What a run and all its child runs have in common.
 *
 * @param stage where tasks are run and time passes
 * @param limits what bounds tasks
 * @param repertoire flows, tasks and scripts
 * @param telling who is told of what happens
 * @param id tells the run from all others
 * @param seed where random numbers come from
 */
record Scene(
    Stage stage, Limits limits, Repertoire repertoire, Telling telling, String id, long seed) {
  /** The id of a run that no execution runs. */
  static final String SIMULATED = "simulated";

  /** Where the random numbers of the run of an execution come from: all bits of its id. */
  static long seedOf(ExecutionId id) {
    return Long.rotateLeft(id.high(), 17) ^ id.low();
  }

  /** The execution that runs it; empty in a simulation. */
  Optional<ExecutionId> execution() {
    return id.equals(SIMULATED) ? Optional.empty() : Optional.of(ExecutionId.of(id));
  }
}
