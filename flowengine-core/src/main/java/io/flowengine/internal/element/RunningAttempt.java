package io.flowengine.internal.element;

import io.flowengine.element.Element;
import io.flowengine.element.ElementConfiguration;
import io.flowengine.element.ElementContext;
import io.flowengine.element.ElementTask;
import io.flowengine.element.Inventory;
import io.flowengine.element.StepResult;
import io.flowengine.element.TaskCall;
import io.flowengine.element.TaskOutcome;
import io.flowengine.element.TaskResult;
import io.flowengine.element.UnreachableException;
import io.flowengine.execution.Value;
import io.flowengine.spi.ScriptFailedException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An attempt on its thread. The first end counts, be it its own or the end of its time. */
final class RunningAttempt implements TaskCall, Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(RunningAttempt.class);

  /** Hears of an end, once, on any thread. */
  interface Ended {
    void with(RunningAttempt attempt, Ending ending);
  }

  private final Opened opened;
  private final Attempt attempt;
  private final ElementTask task;
  private final Inventory inventory;
  private final boolean isCheck;
  private final Ended ended;

  /** What it holds of what all runs share. Belongs to the thread of the run. */
  SharedLimits.@Nullable Claim claim;

  /**
   * True once the run has heard of its end, or has given it up. Belongs to the thread of the run.
   */
  boolean isForgotten;

  /** How it ended; set before the run is told. */
  @Nullable Ending ending;

  private @Nullable AttemptWrites writes;
  private @Nullable Instant deadline;
  private @Nullable Thread thread;
  private boolean dispatched;
  private boolean cancelled;
  private boolean over;

  RunningAttempt(
      Opened opened, ElementTask task, Inventory inventory, boolean isCheck, Ended ended) {
    this.opened = opened;
    this.attempt = opened.attempt();
    this.task = task;
    this.inventory = inventory;
    this.isCheck = isCheck;
    this.ended = ended;
  }

  @Nullable Duration timeout() {
    return attempt.step().policy().timeout();
  }

  /** It is given to a thread, which will tell its end. */
  synchronized void dispatch(@Nullable Instant when) {
    dispatched = true;
    deadline = when;
  }

  int number() {
    return opened.number();
  }

  /** The name of the task. */
  String task() {
    return attempt.task();
  }

  @Nullable Instant deadline() {
    return deadline;
  }

  /** Runs it on the calling thread, which is free of interruptions afterwards. */
  @Override
  public void run() {
    synchronized (this) {
      if (cancelled || over) {
        finish(Ending.cancelled("cancelled"));
        return;
      }
      thread = Thread.currentThread();
    }
    TaskResult result = perform();
    synchronized (this) {
      thread = null;
      boolean ignored = Thread.interrupted();
      if (cancelled && !result.isOk()) {
        finish(
            Ending.of(new TaskResult(TaskOutcome.CANCELLED, false, Value.NULL, result.message())));
        return;
      }
    }
    finish(result, writes);
  }

  private TaskResult perform() {
    try {
      return isCheck ? task.check(this) : task.run(this);
    } catch (UnreachableException e) {
      return bad(TaskOutcome.UNREACHABLE, e);
    } catch (Throwable e) { // a class that is not found, say; the run must hear of every end
      return bad(TaskOutcome.FAILED, e);
    }
  }

  private static TaskResult bad(TaskOutcome outcome, Throwable e) {
    String message =
        outcome == TaskOutcome.UNREACHABLE
            ? String.valueOf(e.getMessage())
            : name(e) + ": " + e.getMessage();
    return new TaskResult(outcome, false, Value.NULL, message);
  }

  private static String name(Throwable e) {
    return e instanceof ScriptFailedException script
        ? script.error()
        : e.getClass().getSimpleName();
  }

  /** Its writes take effect if they can, and if it has ended in time. */
  private void finish(TaskResult result, @Nullable AttemptWrites collected) {
    if (collected == null || !result.isOk()) {
      finish(Ending.of(result));
      return;
    }
    synchronized (this) {
      if (over) {
        finish(Ending.of(result));
        return;
      }
    }
    Writes taken = collected.taken();
    try {
      if (!taken.settings().isEmpty()) {
        inventory.saveSettings(attempt.elementId(), taken.settings());
      }
      if (taken.configuration() != null) {
        inventory.saveConfiguration(attempt.elementId(), taken.configuration());
      }
      finish(new Ending(result, taken, false));
    } catch (RuntimeException e) {
      finish(Ending.of(bad(TaskOutcome.FAILED, e)));
    }
  }

  private void finish(Ending ending) {
    synchronized (this) {
      if (over) {
        if (ending.result().outcome() != TaskOutcome.CANCELLED) {
          LOG.info(
              "task {} on element {} gave {} when its time was over; that is ignored",
              attempt.task(),
              attempt.elementId(),
              ending.result());
        }
        return;
      }
      over = true;
    }
    ended.with(this, ending);
  }

  /** Ends it because its time is over, and interrupts it. */
  void expire() {
    Duration timeout = timeout();
    if (timeout != null) {
      finish(Ending.of(TaskResult.timedOut(timeout)));
      interrupt();
    }
  }

  /** Nobody waits for it any more. */
  void drop() {
    synchronized (this) {
      over = true;
    }
    interrupt();
  }

  /** Interrupts it because the run is cancelled. One that has no thread yet ends at once. */
  void cancel() {
    synchronized (this) {
      cancelled = true;
      interrupt();
      if (dispatched) {
        return;
      }
    }
    finish(Ending.cancelled("cancelled"));
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
    AttemptWrites own = writes;
    Map<String, @Nullable Object> written = own == null ? Map.of() : own.written();
    return written.isEmpty() ? attempt.element() : attempt.element().with(written);
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
  public String runId() {
    return attempt.run().scene().id();
  }

  @Override
  public Map<String, List<StepResult>> results() {
    return attempt.results().toMap();
  }

  @Override
  public Optional<StepResult> result(String step) {
    return Optional.ofNullable(attempt.results().last(step));
  }

  @Override
  public void write(String path, @Nullable Object value) {
    writes().write(path, value);
  }

  @Override
  public void save(String path, @Nullable Object value) {
    writes().save(path, value);
  }

  @Override
  public ElementConfiguration configuration() {
    return writes();
  }

  private synchronized AttemptWrites writes() {
    AttemptWrites own = writes;
    if (own == null) {
      own = new AttemptWrites(inventory, attempt.elementId());
      writes = own;
    }
    return own;
  }
}
