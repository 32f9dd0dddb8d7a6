package io.flowengine.dap;

import io.flowengine.DevelopmentSession;
import io.flowengine.FlowEngine;
import io.flowengine.execution.AwaitInterruptedException;
import io.flowengine.execution.AwaitTimeoutException;
import io.flowengine.execution.EngineClosedException;
import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.LogEntry;
import io.flowengine.execution.StepMode;
import io.flowengine.execution.StoppedLine;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The execution that is debugged. A thread of its own waits for its stops and its end, and tells
 * the editor.
 */
final class Target implements AutoCloseable {
  /** An execution is one thread for the editor. */
  static final int THREAD = 1;

  private static final Logger LOG = LoggerFactory.getLogger(Target.class);
  private static final Duration LONG = Duration.ofDays(1);

  private final DevelopmentSession developing;
  private final Execution execution;
  private final Messages messages;
  private final Semaphore resumed = new Semaphore(0);
  private final Thread watcher;
  private volatile @Nullable ShownVariables shown;
  private volatile String reason = "breakpoint";
  private volatile boolean closed;
  private int logged;

  private Target(DevelopmentSession developing, Execution execution, Messages messages) {
    this.developing = developing;
    this.execution = execution;
    this.messages = messages;
    this.watcher = Thread.ofVirtual().name("flowengine-dap-target").unstarted(this::watch);
  }

  /** Starts a flow, or takes up the execution that is attached to. */
  static Target begin(
      FlowEngine engine,
      DevelopmentSession developing,
      Program program,
      int[] lines,
      Messages messages) {
    Execution execution = program.execution();
    if (execution == null) {
      execution =
          engine
              .flow(program.flow())
              .inputs(program.inputs())
              .development()
              .breakpoints(lines)
              .start();
    } else {
      developing.breakpoints(execution.id(), lines);
    }
    Target target = new Target(developing, execution, messages);
    target.watcher.start();
    return target;
  }

  private void watch() {
    try {
      while (!closed) {
        Optional<StoppedLine> stop = awaitStop();
        if (stop.isEmpty()) {
          ended();
          return;
        }
        shown = new ShownVariables(stop.get());
        tellLog();
        messages.tell(
            "stopped", Map.of("reason", reason, "threadId", THREAD, "allThreadsStopped", true));
        resumed.acquire();
      }
    } catch (InterruptedException | AwaitInterruptedException | EngineClosedException e) {
      LOG.debug("execution {} is debugged no more", execution.id(), e);
    } catch (IOException e) {
      LOG.debug("the editor is gone", e);
    }
  }

  private Optional<StoppedLine> awaitStop() {
    while (true) {
      try {
        return developing.awaitStop(execution.id(), LONG);
      } catch (AwaitTimeoutException e) {
        LOG.debug("execution {} has run for a day", execution.id(), e);
      }
    }
  }

  private void ended() throws IOException {
    tellLog();
    ExecutionStatus status = execution.status();
    String message = execution.message().map(text -> ": " + text).orElse("");
    tellOutput("console", status + message + "\n");
    messages.tell("exited", Map.of("exitCode", status == ExecutionStatus.ENDED_SUCCESS ? 0 : 1));
    messages.tell("terminated", Map.of());
  }

  /** Tells what the log has got since. */
  private void tellLog() throws IOException {
    List<LogEntry> log = execution.log();
    for (LogEntry line : log.subList(Math.min(logged, log.size()), log.size())) {
      tellOutput("stdout", line.text() + "\n");
    }
    logged = log.size();
  }

  private void tellOutput(String category, String text) throws IOException {
    messages.tell("output", Map.of("category", category, "output", text));
  }

  /** The line before which it stands; null while it runs. */
  @Nullable ShownVariables shown() {
    return shown;
  }

  void breakpoints(int[] lines) {
    if (!execution.status().isEnded()) {
      developing.breakpoints(execution.id(), lines);
    }
  }

  /** Goes on, to the next breakpoint or by a step. */
  void goOn(@Nullable StepMode step) {
    if (step == null) {
      developing.goOn(execution.id());
    } else {
      developing.step(execution.id(), step);
    }
    reason = step == null ? "breakpoint" : "step";
    shown = null;
    resumed.release();
  }

  void cancel() {
    if (!execution.status().isEnded()) {
      Execution unused = execution.cancel();
      resumed.release();
    }
  }

  @Override
  public void close() {
    closed = true;
    watcher.interrupt();
  }
}
