package io.flowengine.python;

import io.flowengine.execution.ExecutionId;
import io.flowengine.python.internal.bridge.Bridge;
import io.flowengine.python.internal.interpreter.Interpreter;
import io.flowengine.python.internal.interpreter.InterpreterPool;
import io.flowengine.spi.Environment;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which script runs on which thread of which interpreter, so that one of them can be stopped.
 *
 * <p>A thread is stopped at its next safepoint. A built-in function that runs for long has none and
 * keeps the interpreter to itself; an interpreter in which a stopped thread does not come to its
 * end is retired, so that at least new executions run elsewhere.
 */
final class RunningScripts {
  private static final Logger LOG = LoggerFactory.getLogger(RunningScripts.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final InterpreterPool pool;
  private final Map<ExecutionId, Running> running = new ConcurrentHashMap<>();

  /** One run of a script. */
  record Running(ExecutionId execution, Bridge bridge, Interpreter interpreter, Thread thread) {}

  RunningScripts(InterpreterPool pool) {
    this.pool = pool;
  }

  void add(Running script) {
    running.put(script.execution, script);
  }

  void remove(Running script) {
    running.remove(script.execution, script);
  }

  /** Has a script unwound, and its interpreter retired if that does not happen in time. */
  void stop(ExecutionId execution, Environment environment) {
    Running script = running.get(execution);
    if (script != null) {
      stop(script);
      environment.daemon("python-watch", () -> watch(script, environment));
    }
  }

  private void stop(Running script) {
    script.bridge.drop();
    pool.stopper().stop(script.thread);
  }

  private void watch(Running script, Environment environment) {
    long start = environment.elapsedNanos();
    while (running.containsValue(script)) {
      Duration left = PATIENCE.minusNanos(environment.elapsedNanos() - start);
      if (!left.isPositive()) {
        script.interpreter.retire();
        LOG.warn(
            "execution {} was stopped but does not leave a built-in function of Python; its"
                + " interpreter takes no new executions, and its thread goes on:\n{}",
            script.execution,
            describe(script.thread));
        return;
      }
      environment.parkFor(left.compareTo(Duration.ofMillis(50)) < 0 ? left : Duration.ofMillis(50));
    }
  }

  private static String describe(Thread thread) {
    StringBuilder text = new StringBuilder();
    for (StackTraceElement frame : thread.getStackTrace()) {
      text.append("\tat ").append(frame).append('\n');
    }
    return text.toString();
  }

  void stopAll() {
    running.values().forEach(this::stop);
  }
}
