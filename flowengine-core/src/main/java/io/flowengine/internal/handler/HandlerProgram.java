package io.flowengine.internal.handler;

import io.flowengine.execution.ExecutionFailedException;
import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.Failure;
import io.flowengine.execution.FlowEngineException;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.ResourceNotFoundException;
import io.flowengine.execution.Value;
import io.flowengine.flow.DependencyFailedException;
import io.flowengine.flow.FlowHandler;
import io.flowengine.spi.FlowCalls;
import io.flowengine.spi.FlowProgram;
import io.flowengine.spi.ScriptFailedException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A handler in Java as a program. */
public final class HandlerProgram implements FlowProgram {
  private static final int MOST_FRAMES = 200;
  private static final StackWalker WALKER = StackWalker.getInstance();

  private final FlowHandler handler;

  /**
   * Wraps a handler.
   *
   * @param handler the handler
   */
  public HandlerProgram(FlowHandler handler) {
    this.handler = handler;
  }

  @Override
  public Value run(FlowCalls calls) {
    calls.locatedBy(HandlerProgram::location);
    HandlerContext context = new HandlerContext(new Calls(calls));
    try {
      Object result =
          handler.handle(context.system(), context, calls.record().attributes().inputs().toMap());
      return Value.of("result", result);
    } catch (EndSignal e) {
      return Value.NULL;
    } catch (Exception | StackOverflowError | AssertionError e) {
      throw failed(e);
    }
  }

  private static ScriptFailedException failed(Throwable e) {
    List<StackTraceElement> own = frames(e);
    List<Failure.Frame> frames = new ArrayList<>();
    StringBuilder stack = new StringBuilder(e.toString());
    for (StackTraceElement frame : own) {
      stack.append("\n\tat ").append(frame);
      frames.add(
          new Failure.Frame(
              frame.getClassName() + "." + frame.getMethodName(),
              String.valueOf(frame.getFileName()),
              frame.getLineNumber()));
    }
    return new ScriptFailedException(
        name(e), String.valueOf(e.getMessage()), stack.toString(), frames, cause(e));
  }

  /** The frames above the engine: those of the handler and what it called. */
  private static List<StackTraceElement> frames(Throwable e) {
    List<StackTraceElement> frames = new ArrayList<>();
    for (StackTraceElement frame : e.getStackTrace()) {
      if (frame.getClassName().equals(HandlerProgram.class.getName())
          || frames.size() == MOST_FRAMES) {
        break;
      }
      frames.add(frame);
    }
    return frames;
  }

  /** Errors of the flow API have one name in both languages; others are called by their class. */
  private static String name(Throwable e) {
    String name = e.getClass().getSimpleName();
    boolean ours = e instanceof FlowEngineException && !(e instanceof ExecutionFailedException);
    boolean shared =
        e instanceof InvalidInputException
            || e instanceof ResourceNotFoundException
            || e.getClass().getPackageName().equals("io.flowengine.flow");
    return ours && shared && !name.startsWith("PermissionDenied")
        ? name.replaceFirst("Exception$", "Error")
        : name;
  }

  private static @Nullable ExecutionId cause(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof DependencyFailedException failed) {
        return failed.executionId();
      }
    }
    return null;
  }

  /** File and line of the innermost frame outside the engine. */
  private static String location() {
    return WALKER.walk(
        frames ->
            frames
                .filter(frame -> !frame.getClassName().startsWith("io.flowengine.internal."))
                .findFirst()
                .map(frame -> frame.getFileName() + ", line " + frame.getLineNumber())
                .orElse(""));
  }
}
