package io.flowengine.spi;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.Failure;
import io.flowengine.execution.FlowEngineException;
import io.flowengine.execution.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A script cannot be run, or raised an error and did not catch it. Thrown by languages, read by the
 * engine.
 */
public final class ScriptFailedException extends FlowEngineException {
  private static final long serialVersionUID = 1;
  private final String error;
  private final String stack;
  private final transient List<Failure.Frame> frames;
  private final transient @Nullable ExecutionId causedBy;
  private final transient Value outputs;

  /**
   * Makes an exception.
   *
   * @param error the class of the error as the language names it
   * @param message what it says
   * @param stack the traceback as text; empty if there is none
   * @param frames the frames of the script, innermost first
   * @param causedBy the execution whose failure led to the error; null if none did
   */
  public ScriptFailedException(
      String error,
      String message,
      String stack,
      List<Failure.Frame> frames,
      @Nullable ExecutionId causedBy) {
    this(error, message, stack, frames, causedBy, Value.EMPTY);
  }

  /**
   * Makes an exception of a program that leaves outputs behind.
   *
   * @param error the class of the error as the language names it
   * @param message what it says
   * @param stack the traceback as text; empty if there is none
   * @param frames the frames of the script, innermost first
   * @param causedBy the execution whose failure led to the error; null if none did
   * @param outputs outputs that are kept, a map in stored form
   */
  public ScriptFailedException(
      String error,
      String message,
      String stack,
      List<Failure.Frame> frames,
      @Nullable ExecutionId causedBy,
      Value outputs) {
    super(requireNonNull(message, "message"));
    this.error = requireNonNull(error, "error");
    this.stack = requireNonNull(stack, "stack");
    this.frames = List.copyOf(frames);
    this.causedBy = causedBy;
    this.outputs = requireNonNull(outputs, "outputs");
  }

  /** {@return the class of the error as the language names it} */
  public String error() {
    return error;
  }

  /** {@return the traceback as text; empty if there is none} */
  public String stack() {
    return stack;
  }

  /** {@return the frames of the script, innermost first} */
  public List<Failure.Frame> frames() {
    return frames;
  }

  /** {@return the execution whose failure led to the error; null if none did} */
  public @Nullable ExecutionId causedBy() {
    return causedBy;
  }

  /** {@return outputs that are kept, a map in stored form} */
  public Value outputs() {
    return outputs;
  }
}
