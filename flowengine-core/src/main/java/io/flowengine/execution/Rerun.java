package io.flowengine.execution;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * The link from an execution to the one that it does again.
 *
 * @param of the earlier execution; it need not be in the store any more
 * @param fromStep the key of the step from which it runs anew, everything before it being shared
 *     with the earlier one; null if it runs from the beginning
 */
public record Rerun(ExecutionId of, @Nullable String fromStep) {
  /** Checks presence. */
  public Rerun {
    requireNonNull(of, "of");
  }
}
