package io.flowengine.python.internal.bridge;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.Failure;
import io.flowengine.execution.Value;
import io.flowengine.spi.ScriptFailedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.SourceSection;
import org.jspecify.annotations.Nullable;

/** How Python code tells of an error. */
public final class ScriptFailure {
  private ScriptFailure() {}

  /**
   * Reads the description of an error that the script did not catch.
   *
   * @param answer the letter {@code F}, and the description in stored form
   * @return the failure
   */
  public static ScriptFailedException read(String answer) {
    Map<String, @Nullable Object> failure = Value.ofJson(answer.substring(1)).toMap();
    List<Failure.Frame> frames = new ArrayList<>();
    if (failure.get("frames") instanceof List<?> list) {
      for (Object each : list) {
        Map<?, ?> frame = (Map<?, ?>) each;
        frames.add(
            new Failure.Frame(
                String.valueOf(frame.get("function")),
                String.valueOf(frame.get("file")),
                frame.get("line") instanceof Number line ? line.intValue() : 0));
      }
    }
    Object cause = failure.get("caused_by");
    return new ScriptFailedException(
        String.valueOf(failure.get("error")),
        String.valueOf(failure.get("message")),
        String.valueOf(failure.get("stack")),
        frames,
        cause == null ? null : ExecutionId.of(String.valueOf(cause)));
  }

  /**
   * Describes an error that Python code does not see: that is how the interpreter answers what it
   * cannot do itself.
   *
   * @param e the error
   * @return the failure
   */
  public static ScriptFailedException of(PolyglotException e) {
    List<Failure.Frame> frames = new ArrayList<>();
    StringBuilder stack = new StringBuilder("InternalError: ").append(e.getMessage());
    for (PolyglotException.StackFrame frame : e.getPolyglotStackTrace()) {
      SourceSection place = frame.getSourceLocation();
      if (frame.isGuestFrame() && place != null && place.isAvailable()) {
        String file = place.getSource().getName();
        frames.add(new Failure.Frame(frame.getRootName(), file, place.getStartLine()));
        stack.append("\n  in ").append(frame.toString().strip());
      }
    }
    return new ScriptFailedException(
        "InternalError", String.valueOf(e.getMessage()), stack.toString(), frames, null);
  }
}
