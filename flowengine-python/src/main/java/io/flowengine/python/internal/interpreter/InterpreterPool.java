package io.flowengine.python.internal.interpreter;

import static java.util.Objects.requireNonNull;

import io.flowengine.python.Isolation;
import io.flowengine.python.internal.stop.ThreadStopper;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.Instrument;
import org.graalvm.polyglot.PolyglotException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The interpreters of a runtime. Which one an execution gets depends on the isolation; those that
 * are retired are replaced when the next execution needs one.
 */
public final class InterpreterPool implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(InterpreterPool.class);
  private static final String EVERYBODY = "";

  private final Engine engine;
  private final Isolation isolation;
  private final int most;
  private final ReentrantLock making = new ReentrantLock();
  private final Map<String, List<Interpreter>> groups = new HashMap<>();
  private volatile List<Interpreter> shared = List.of();
  private volatile boolean closed;
  private volatile boolean stuck;

  /**
   * Makes a pool without interpreters.
   *
   * @param isolation who shares interpreters
   * @param most how many interpreters executions share under {@link Isolation#SHARED}
   */
  public InterpreterPool(Isolation isolation, int most) {
    this.isolation = isolation;
    this.most = most;
    this.engine =
        Engine.newBuilder("python")
            .allowExperimentalOptions(true)
            .option("engine.WarnInterpreterOnly", "false")
            .option("engine.WarnVirtualThreadSupport", "false")
            .build();
  }

  /** {@return what stops single threads} */
  public ThreadStopper.Service stopper() {
    Instrument stopper =
        requireNonNull(
            engine.getInstruments().get(ThreadStopper.ID), "the thread stopper is not registered");
    return stopper.lookup(ThreadStopper.Service.class);
  }

  /**
   * Gives an execution its interpreter.
   *
   * @param project the project it belongs to; null if none
   * @return a warm interpreter, or a new one
   */
  public Interpreter take(@Nullable String project) {
    return switch (isolation) {
      case SHARED -> leastBusy(shared).orElseGet(() -> ofGroup(EVERYBODY));
      case PER_PROJECT -> ofGroup(project == null ? EVERYBODY : project);
      case PER_EXECUTION -> make();
    };
  }

  /**
   * Takes an interpreter back.
   *
   * @param interpreter what an execution was given
   */
  public void giveBack(Interpreter interpreter) {
    if (isolation == Isolation.PER_EXECUTION) {
      interpreter.close();
    }
  }

  /** {@return true if programs can be kept for the interpreters they were compiled for} */
  public boolean keepsInterpreters() {
    return isolation != Isolation.PER_EXECUTION;
  }

  /**
   * Makes the shared interpreters that are still missing; so that the next take is quick. Returns
   * early if the pool is closed meanwhile.
   */
  public void warmUp() {
    try {
      makeMissing();
    } catch (PolyglotException | IllegalStateException e) {
      if (!closed) {
        throw e;
      }
    }
  }

  private void makeMissing() {
    if (isolation == Isolation.SHARED) {
      while (!closed && shared.size() < most) {
        add(EVERYBODY, most);
      }
    } else if (!closed && isolation == Isolation.PER_PROJECT) {
      add(EVERYBODY, 1);
    }
    try {
      shared.forEach(Interpreter::preload);
    } catch (PolyglotException e) {
      if (!e.isCancelled()) {
        throw e;
      }
      LOG.debug("closed while it was warming up", e);
    }
  }

  private static Optional<Interpreter> leastBusy(List<Interpreter> interpreters) {
    return interpreters.stream()
        .filter(interpreter -> !interpreter.isRetired())
        .min(Comparator.comparingInt(Interpreter::active));
  }

  private Interpreter ofGroup(String group) {
    making.lock();
    try {
      return leastBusy(groups.getOrDefault(group, List.of())).orElseGet(() -> add(group, 1));
    } finally {
      making.unlock();
    }
  }

  private Interpreter add(String group, int enough) {
    making.lock();
    try {
      List<Interpreter> interpreters = new ArrayList<>(groups.getOrDefault(group, List.of()));
      stuck |= interpreters.removeIf(Interpreter::isRetired);
      if (interpreters.size() < enough) {
        interpreters.add(make());
      }
      groups.put(group, List.copyOf(interpreters));
      if (group.equals(EVERYBODY)) {
        shared = List.copyOf(interpreters);
      }
      return interpreters.getLast();
    } finally {
      making.unlock();
    }
  }

  private Interpreter make() {
    if (closed) {
      throw new IllegalStateException("the Python runtime is closed");
    }
    return new Interpreter(engine);
  }

  /** Ends all interpreters, and what runs in them, by force. Repeating it does nothing. */
  @Override
  public void close() {
    closed = true;
    making.lock();
    try {
      for (List<Interpreter> interpreters : groups.values()) {
        stuck |= interpreters.stream().anyMatch(Interpreter::isRetired);
        interpreters.forEach(Interpreter::close);
      }
      groups.clear();
      shared = List.of();
    } finally {
      making.unlock();
    }
    if (!stuck) {
      engine.close(true);
    }
  }
}
