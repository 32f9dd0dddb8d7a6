package io.flowengine.python;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import io.flowengine.execution.ExecutionId;
import io.flowengine.python.internal.bridge.Bridge;
import io.flowengine.python.internal.bridge.Connected;
import io.flowengine.python.internal.interpreter.Interpreter;
import io.flowengine.spi.Environment;
import io.flowengine.spi.FlowLanguage.Lost;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which script runs on which thread of which interpreter, so that one of them can be stopped, and
 * interpreters that are stuck are found.
 *
 * <p>A thread is stopped at its next safepoint. A built-in function that runs for long has none and
 * keeps the interpreter to itself. Interpreters in which scripts run but make no calls are
 * therefore probed by a little Python code; one that does not answer in time is retired: it gets no
 * new executions, and those in it are reported as lost, so that the engine runs them elsewhere; the
 * one that is stuck is named, for it would do the same again.
 */
final class RunningScripts {
  private static final Logger LOG = LoggerFactory.getLogger(RunningScripts.class);
  private static final Duration PERIOD = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int SHOWN_FRAMES = 12;
  private static final int LOOKS = 5;
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);
  private static final String STUCK =
      "its script does not leave a built-in function, which nothing can stop: sum(range(10 ** 12))"
          + " or a huge power, for example";

  private final PythonRuntime runtime;
  private final Set<Running> running = ConcurrentHashMap.newKeySet();
  private final Queue<Lost> lost = new ConcurrentLinkedQueue<>();
  private volatile boolean closed;
  private volatile @Nullable Thread watcher;

  /** One run of a script, while it runs. Two are never equal. */
  static final class Running {
    private final @Nullable ExecutionId execution;
    private final Connected script;
    private final Interpreter interpreter;
    private final Thread thread;

    /**
     * Describes a script that begins to run on the calling thread.
     *
     * @param execution the execution that it belongs to; null if there is none
     * @param script its connection
     * @param interpreter where it runs
     */
    Running(@Nullable ExecutionId execution, Connected script, Interpreter interpreter) {
      this.execution = execution;
      this.script = script;
      this.interpreter = interpreter;
      this.thread = Thread.currentThread();
    }

    Interpreter interpreter() {
      return interpreter;
    }

    private boolean belongsTo(ExecutionId other) {
      return execution != null && execution.equals(other);
    }

    /** True if somebody interrupted the thread, which Python code does not hear of by itself. */
    private boolean isToStop() {
      return thread.isInterrupted() && !(script instanceof Bridge);
    }
  }

  RunningScripts(PythonRuntime runtime) {
    this.runtime = runtime;
  }

  void add(Running script) {
    running.add(script);
  }

  void remove(Running script) {
    running.remove(script);
  }

  /** Has the scripts of an execution unwound, each at its next safepoint. */
  void stop(ExecutionId execution) {
    running.stream().filter(each -> each.belongsTo(execution)).forEach(this::stop);
  }

  private void stop(Running script) {
    script.script.drop();
    runtime.stop(script.thread);
  }

  /** The executions that are lost in a retired interpreter, each once. */
  Collection<Lost> lost() {
    if (lost.isEmpty()) {
      return List.of();
    }
    List<Lost> told = lost.stream().toList();
    lost.removeAll(told);
    return told;
  }

  /** Ends everything that runs. */
  void close(Environment environment) {
    closed = true;
    running.forEach(this::stop);
    Thread waiting = watcher;
    if (waiting != null) {
      environment.unpark(waiting);
    }
  }

  // ---------------------------------------------------------------- stuck interpreters

  /** Watches until it is closed. */
  void watch(Environment environment) {
    watcher = Thread.currentThread();
    Map<Interpreter, Pulse> pulses = new HashMap<>();
    while (!closed) {
      running.stream().filter(Running::isToStop).forEach(this::stop);
      Map<Interpreter, List<Running>> busy =
          running.stream().collect(groupingBy(Running::interpreter));
      pulses.keySet().retainAll(busy.keySet());
      busy.forEach(
          (interpreter, scripts) -> {
            Pulse pulse = pulses.computeIfAbsent(interpreter, key -> new Pulse(key, environment));
            if (interpreter.isRetired()) {
              lose(scripts, List.of()); // they came just before it was retired
            } else if (pulse.isOverdue(calls(scripts))) {
              retire(interpreter, scripts, environment);
            }
          });
      environment.parkFor(PERIOD);
    }
  }

  private static long calls(List<Running> scripts) {
    return scripts.stream().mapToLong(script -> script.script.made()).sum();
  }

  private void retire(Interpreter interpreter, List<Running> scripts, Environment environment) {
    interpreter.retire();
    List<Running> stuck = stuck(scripts, environment);
    LOG.warn(
        "a Python interpreter has not answered for {} s: one of its threads does not leave a"
            + " built-in function. It gets no new executions, and those in it are run elsewhere."
            + " Its busy threads:\n{}",
        PATIENCE.toSeconds(),
        stuck.stream().map(RunningScripts::describe).collect(joining("\n")));
    lose(scripts, stuck);
  }

  private void lose(List<Running> scripts, List<Running> stuck) {
    for (Running script : scripts) {
      script.script.drop();
      remove(script);
      if (script.execution != null) {
        lost.add(new Lost(script.execution, stuck.contains(script) ? STUCK : null));
      }
    }
  }

  /**
   * Those that run. The others wait for the interpreter's lock, which a thread does asleep but for
   * moments, so they are looked at more than once.
   */
  private static List<Running> stuck(List<Running> scripts, Environment environment) {
    List<Running> found = scripts;
    for (int look = 0; look < LOOKS; look++) {
      environment.parkFor(BETWEEN_LOOKS);
      found =
          found.stream()
              .filter(script -> script.thread.getState() == Thread.State.RUNNABLE)
              .toList();
    }
    return found;
  }

  private static String describe(Running script) {
    return Arrays.stream(script.thread.getStackTrace())
        .limit(SHOWN_FRAMES)
        .map(frame -> "\tat " + frame)
        .collect(joining("\n", "execution " + script.execution + "\n", ""));
  }

  /** Finds out whether one interpreter is alive. */
  private static final class Pulse {
    private final Interpreter interpreter;
    private final Environment environment;
    private volatile long askedAt;
    private volatile boolean asked;
    private long calls = -1;

    Pulse(Interpreter interpreter, Environment environment) {
      this.interpreter = interpreter;
      this.environment = environment;
    }

    /** Asks if no call was made since the last time; true if the answer is overdue. */
    boolean isOverdue(long callsNow) {
      if (asked) {
        return environment.elapsedNanos() - askedAt > PATIENCE.toNanos();
      }
      if (callsNow == calls) {
        askedAt = environment.elapsedNanos();
        asked = true;
        environment.daemon("python-pulse", this::ask);
      }
      calls = callsNow;
      return false;
    }

    private void ask() {
      try {
        interpreter.pulse();
        asked = false;
      } catch (RuntimeException e) {
        LOG.debug("the interpreter was closed meanwhile", e);
      }
    }
  }
}
