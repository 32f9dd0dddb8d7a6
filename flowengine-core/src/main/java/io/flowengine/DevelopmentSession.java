package io.flowengine;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.AwaitTimeoutException;
import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.StepMode;
import io.flowengine.execution.StoppedLine;
import io.flowengine.internal.host.Developing;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Somebody who develops flows and watches them run. While a session is open, executions in
 * development mode (see {@link FlowStart#development()}) run on this engine; without one they are
 * paused at their next call, with the reason {@code NO_DEVELOPER}, and the next session has them go
 * on. Productive executions know nothing of it.
 *
 * <p>Such an execution stops before the lines of its script that have breakpoints: it is {@code
 * PAUSED} with the reason {@code BREAKPOINT}, holds no worker and survives a restart. Its
 * {@linkplain #stop line and variables} can be read from any engine on the store. {@link #goOn} and
 * {@link #step} have it go on; {@link io.flowengine.execution.Execution#start()} does what {@code
 * goOn} does.
 *
 * <p>Sessions belong to one engine: where several engines share a store, open one on each that may
 * run the execution. Thread-safe.
 */
public final class DevelopmentSession implements AutoCloseable {
  private final FlowEngine engine;
  private final Developing developing;
  private final AtomicBoolean open = new AtomicBoolean(true);

  DevelopmentSession(FlowEngine engine) {
    this.engine = engine;
    this.developing = new Developing(engine.services(), engine.dispatcher());
    engine.dispatcher().developers(1);
    developing.resumeForsaken();
  }

  /**
   * Gives the line before which an execution stands.
   *
   * @param id the execution
   * @return the line; empty if it does not stand before one
   * @throws io.flowengine.execution.ResourceNotFoundException if there is no such execution
   */
  public Optional<StoppedLine> stop(ExecutionId id) {
    return developing.stop(requireNonNull(id, "id"));
  }

  /**
   * Waits until an execution stands before a line, or has ended. Returns at once if it does.
   *
   * @param id the execution
   * @param timeout how long at most, by the watch of the caller
   * @return the line; empty if the execution has ended
   * @throws AwaitTimeoutException if neither happened in that time
   * @throws io.flowengine.execution.AwaitInterruptedException if the thread is interrupted
   * @throws io.flowengine.execution.EngineClosedException if the engine is closed
   * @throws io.flowengine.execution.ResourceNotFoundException if there is no such execution
   */
  public Optional<StoppedLine> awaitStop(ExecutionId id, Duration timeout) {
    engine.requireOpen();
    return developing.awaitStop(requireNonNull(id, "id"), requireNonNull(timeout, "timeout"));
  }

  /**
   * Sets the lines before which an execution stops, in the place of those it was given; those of
   * its flow stay. Takes effect at once if it stands before a line, else at its next call. A line
   * in which no statement begins is never come to.
   *
   * @param id the execution
   * @param lines the lines, from 1; none to have it stop nowhere
   * @throws InvalidInputException if a line is less than 1, the execution has ended or is
   *     productive
   * @throws io.flowengine.execution.ResourceNotFoundException if there is no such execution
   */
  public void breakpoints(ExecutionId id, int... lines) {
    requireOpen();
    developing.breakpoints(
        requireNonNull(id, "id"), Arrays.stream(lines).mapToLong(line -> line).boxed().toList());
  }

  /**
   * Has an execution go on to its next breakpoint or its end.
   *
   * @param id the execution
   * @throws InvalidInputException if it does not stand before a line
   * @throws io.flowengine.execution.ResourceNotFoundException if there is no such execution
   */
  public void goOn(ExecutionId id) {
    requireOpen();
    developing.goOn(requireNonNull(id, "id"), null);
  }

  /**
   * Has an execution go on by one line. It stops earlier at a breakpoint on the way. If no line
   * follows where it would stop, it goes on to its end.
   *
   * @param id the execution
   * @param mode which line
   * @throws InvalidInputException if it does not stand before a line
   * @throws io.flowengine.execution.ResourceNotFoundException if there is no such execution
   */
  public void step(ExecutionId id, StepMode mode) {
    requireOpen();
    developing.goOn(requireNonNull(id, "id"), requireNonNull(mode, "mode"));
  }

  private void requireOpen() {
    engine.requireOpen();
    if (!open.get()) {
      throw new InvalidInputException(
          "the development session is closed; open another one with engine.develop()");
    }
  }

  /**
   * Ends the session. Executions in development mode are paused at their next call if no other
   * session is open. Repeating it does nothing.
   */
  @Override
  public void close() {
    if (open.compareAndSet(true, false)) {
      engine.dispatcher().developers(-1);
    }
  }
}
