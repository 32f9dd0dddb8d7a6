package io.flowengine.execution;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An execution ended by an error. The stack trace begins with the frames of the flow, script file
 * and line included; the cause chain holds the failures that led to this one, down to the first.
 */
public final class ExecutionFailedException extends FlowEngineException {
  private static final long serialVersionUID = 1;
  private final transient ExecutionId executionId;
  private final transient Failure failure;

  /**
   * Makes an exception from the stored failure.
   *
   * @param executionId the execution that failed
   * @param failure how it failed
   */
  public ExecutionFailedException(ExecutionId executionId, Failure failure) {
    super(
        "execution "
            + requireNonNull(executionId, "executionId")
            + " failed: "
            + failure.name()
            + ": "
            + failure.message(),
        causeOf(failure));
    this.executionId = executionId;
    this.failure = failure;
    List<Failure.Frame> frames = failure.frames();
    StackTraceElement[] own = getStackTrace();
    StackTraceElement[] all = new StackTraceElement[frames.size() + own.length];
    for (int i = 0; i < frames.size(); i++) {
      Failure.Frame frame = frames.get(i);
      all[i] = new StackTraceElement("<flow>", frame.function(), frame.file(), frame.line());
    }
    System.arraycopy(own, 0, all, frames.size(), own.length);
    setStackTrace(all);
  }

  private static @Nullable Throwable causeOf(Failure failure) {
    Failure cause = failure.cause();
    return cause == null ? null : new ExecutionFailedException(cause.executionId(), cause);
  }

  /** {@return the execution that failed} */
  public ExecutionId executionId() {
    return executionId;
  }

  /** {@return how it failed, with the traceback of the script as text} */
  public Failure failure() {
    return failure;
  }
}
