package io.flowengine.execution;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong, in a form that can be stored and shown: the same in Java and in Python, live and
 * on replay.
 *
 * @param name the class of the error as its language names it, for example {@code ValueError} or
 *     {@code DependencyFailedError}
 * @param message what the error says; never a stack
 * @param stack the traceback as text; empty if there is none, as after {@code error("…")}
 * @param frames the frames of the script, innermost first, for stack traces in Java; empty if
 *     unknown
 * @param executionId the execution in which it happened
 * @param at when it happened
 * @param cause the failure that led to this one, for example that of a child; null if there is none
 */
public record Failure(
    String name,
    String message,
    String stack,
    List<Frame> frames,
    ExecutionId executionId,
    Instant at,
    @Nullable Failure cause) {

  /**
   * One place in a script.
   *
   * @param function the function, {@code <module>} for the top level
   * @param file the script's file or name
   * @param line the line, from 1
   */
  public record Frame(String function, String file, int line) {
    /** Checks nothing but presence. */
    public Frame {
      requireNonNull(function, "function");
      requireNonNull(file, "file");
    }
  }

  /** Copies {@code frames}. */
  public Failure {
    requireNonNull(name, "name");
    requireNonNull(message, "message");
    requireNonNull(stack, "stack");
    frames = List.copyOf(frames);
    requireNonNull(executionId, "executionId");
    requireNonNull(at, "at");
  }

  /** {@return the failure at the end of the chain of causes: the first thing that went wrong} */
  public Failure root() {
    Failure root = this;
    while (root.cause != null) {
      root = root.cause;
    }
    return root;
  }
}
