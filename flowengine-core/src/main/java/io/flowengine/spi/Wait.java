package io.flowengine.spi;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ReturnWhen;
import java.util.List;

/**
 * What an execution waits for, as the store needs to know it to wake the execution. The deadline is
 * not part of it: it is the instant at which the execution is due anyway.
 *
 * @param executions the executions it waits for, each once; empty if it waits for none
 * @param returnWhen how many of them must end, and how
 * @param topics further things it waits for: a commit that notifies one of them wakes it
 */
public record Wait(List<ExecutionId> executions, ReturnWhen returnWhen, List<String> topics) {
  /** Waits for nothing but its deadline and the inbox. */
  public static final Wait NOTHING = new Wait(List.of(), ReturnWhen.ALL_ENDED, List.of());

  /** Copies the lists. */
  public Wait {
    executions = List.copyOf(executions);
    requireNonNull(returnWhen, "returnWhen");
    topics = List.copyOf(topics);
  }
}
