package io.flowengine.internal.element;

import io.flowengine.element.Element;
import io.flowengine.element.ElementContext;
import io.flowengine.element.ElementTask;
import io.flowengine.element.StepResult;
import io.flowengine.element.TaskCall;
import io.flowengine.element.TaskOutcome;
import io.flowengine.element.TaskResult;
import io.flowengine.element.UnreachableException;
import io.flowengine.execution.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An attempt on its thread. The first end counts, be it its own or the end of its time. */
final class RunningAttempt implements TaskCall {
  private static final Logger LOG = LoggerFactory.getLogger(RunningAttempt.class);

  private final int number;
  private final Attempt attempt;
  private final ElementTask task;
  private final @Nullable Instant deadline;
  private final BiConsumer<RunningAttempt, TaskResult> ended;
  private @Nullable Thread thread;
  private boolean cancelled;
  private boolean over;

  /**
   * Makes an attempt.
   *
   * @param number its number in the run
   * @param attempt what is to be done
   * @param task does it
   * @param deadline when its time is over; null for no limit
   * @param ended is told of its end, once, by any thread
   */
  RunningAttempt(
      int number,
      Attempt attempt,
      ElementTask task,
      @Nullable Instant deadline,
      BiConsumer<RunningAttempt, TaskResult> ended) {
    this.number = number;
    this.attempt = attempt;
    this.task = task;
    this.deadline = deadline;
    this.ended = ended;
  }

  int number() {
    return number;
  }

  @Nullable Instant deadline() {
    return deadline;
  }

  /** Runs it on the calling thread, which is free of interruptions afterwards. */
  void run() {
    synchronized (this) {
      if (cancelled || over) {
        finish(new TaskResult(TaskOutcome.CANCELLED, false, Value.NULL, "cancelled"));
        return;
      }
      thread = Thread.currentThread();
    }
    TaskResult result = perform();
    synchronized (this) {
      thread = null;
      boolean ignored = Thread.interrupted();
      if (cancelled && !result.isOk()) {
        result = new TaskResult(TaskOutcome.CANCELLED, false, Value.NULL, result.message());
      }
    }
    finish(result);
  }

  private TaskResult perform() {
    try {
      return task.run(this);
    } catch (UnreachableException e) {
      return bad(TaskOutcome.UNREACHABLE, e);
    } catch (Exception | StackOverflowError | AssertionError e) {
      return bad(TaskOutcome.FAILED, e);
    }
  }

  private static TaskResult bad(TaskOutcome outcome, Throwable e) {
    String message =
        outcome == TaskOutcome.UNREACHABLE
            ? String.valueOf(e.getMessage())
            : e.getClass().getSimpleName() + ": " + e.getMessage();
    return new TaskResult(outcome, false, Value.NULL, message);
  }

  private void finish(TaskResult result) {
    synchronized (this) {
      if (over) {
        LOG.info(
            "task {} on element {} gave {} when its time was over; that is ignored",
            attempt.task(),
            attempt.elementId(),
            result);
        return;
      }
      over = true;
    }
    ended.accept(this, result);
  }

  /** Ends it because its time is over, and interrupts it. */
  void expire() {
    Duration timeout = attempt.step().policy().timeout();
    finish(timeout == null ? TaskResult.failed("its time is over") : TaskResult.timedOut(timeout));
    interrupt();
  }

  /** Interrupts it because the run is cancelled. */
  synchronized void cancel() {
    cancelled = true;
    interrupt();
  }

  private synchronized void interrupt() {
    if (thread != null) {
      thread.interrupt();
    }
  }

  // ---------------------------------------------------------------- as the task sees it

  @Override
  public Element element() {
    return attempt.element().element();
  }

  @Override
  public ElementContext context() {
    return attempt.element();
  }

  @Override
  public Map<String, ? extends @Nullable Object> inputs() {
    return attempt.step().inputs();
  }

  @Override
  public int attempt() {
    return attempt.number();
  }

  @Override
  public Optional<StepResult> result(String step) {
    List<StepResult> all = attempt.results().getOrDefault(step, List.of());
    return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
  }
}
