package io.flowengine.internal.runtime;

import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.StatusReason;
import org.jspecify.annotations.Nullable;

/**
 * Leaves the inside of a call. Never seen outside this package: at its edge it becomes the answer
 * to the call.
 */
abstract sealed class Unwinding extends Error {
  private static final long serialVersionUID = 1;

  private Unwinding() {
    super(null, null, false, false);
  }

  /** The execution ends; clean-up code runs. */
  static final class Ending extends Unwinding {
    private static final long serialVersionUID = 1;
    final ExecutionStatus status;
    final @Nullable String message;
    final @Nullable StatusReason reason;

    Ending(ExecutionStatus status, @Nullable String message, @Nullable StatusReason reason) {
      this.status = status;
      this.message = message;
      this.reason = reason;
    }
  }

  /** The stack is dropped; nothing more runs. */
  static final class Dropping extends Unwinding {
    private static final long serialVersionUID = 1;
  }
}
