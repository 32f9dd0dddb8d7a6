package io.flowengine.python.internal.interpreter;

import static java.util.Objects.requireNonNull;

import io.flowengine.python.internal.stop.ThreadStopper;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.Instrument;
import org.graalvm.polyglot.PolyglotException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The interpreters of a runtime: some that everybody shares, and one for each group that asks.
 * Those that are retired are replaced when the next execution needs one.
 */
public final class InterpreterPool implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(InterpreterPool.class);
  private static final String EVERYBODY = "";
  private static final int LOOKS = 500;
  private static final long BETWEEN_LOOKS_MILLIS = 10;

  private final Engine engine;
  private final int most;
  private final ReentrantLock making = new ReentrantLock();
  private final Condition later = making.newCondition();
  private final Map<String, List<Interpreter>> groups = new HashMap<>();
  private final List<Interpreter> outdated = new ArrayList<>();
  private volatile ModuleFiles modules;
  private volatile List<Interpreter> shared = List.of();
  private volatile boolean closed;
  private volatile boolean stuck;

  /**
   * Makes a pool without interpreters.
   *
   * @param most how many interpreters everybody shares
   * @param modules what they may import besides the standard library
   */
  public InterpreterPool(int most, ModuleFiles modules) {
    this.most = most;
    this.modules = modules;
    this.engine =
        Engine.newBuilder("python")
            .allowExperimentalOptions(true)
            .option("engine.WarnInterpreterOnly", "false")
            .option("engine.WarnVirtualThreadSupport", "false")
            .build();
  }

  /** {@return true if Python code is compiled to machine code, not only interpreted} */
  public boolean isCompiled() {
    return !engine.getImplementationName().contains("Interpreted");
  }

  /** {@return what stops single threads} */
  public ThreadStopper.Service stopper() {
    Instrument stopper =
        requireNonNull(
            engine.getInstruments().get(ThreadStopper.ID), "the thread stopper is not registered");
    return stopper.lookup(ThreadStopper.Service.class);
  }

  /** {@return the least busy of the interpreters that everybody shares; made if there is none} */
  public Interpreter shared() {
    return leastBusy(shared).orElseGet(() -> ofGroup(EVERYBODY));
  }

  /**
   * Gives the interpreter of a group.
   *
   * @param group the name of the group
   * @return its interpreter; made if there is none
   */
  public Interpreter ofGroup(String group) {
    making.lock();
    try {
      return leastBusy(groups.getOrDefault(group, List.of())).orElseGet(() -> add(group, 1));
    } finally {
      making.unlock();
    }
  }

  /** {@return an interpreter that belongs to the caller, who closes it} */
  public Interpreter alone() {
    if (closed) {
      throw new IllegalStateException("the Python runtime is closed");
    }
    return new Interpreter(engine, modules);
  }

  /** Makes the shared interpreters that are still missing, and has them import what is common. */
  public void warmUp() {
    try {
      while (!closed && shared.size() < most) {
        add(EVERYBODY, most);
      }
      shared.forEach(Interpreter::preload);
    } catch (PolyglotException | IllegalStateException e) {
      if (!closed) {
        throw e;
      }
      LOG.debug("closed while it was warming up", e);
    }
  }

  /**
   * Has executions that begin or go on from now on run in new interpreters. What runs or waits in
   * an old one stays there. An old one is closed with the second change after it: a thread may have
   * just chosen it.
   *
   * @param changed what the new ones may import
   */
  public void replace(ModuleFiles changed) {
    making.lock();
    try {
      outdated.stream().filter(each -> each.active() == 0).forEach(Interpreter::close);
      outdated.removeIf(Interpreter::isRetired);
      groups.values().forEach(outdated::addAll);
      modules = changed;
      groups.clear();
      shared = List.of();
    } finally {
      making.unlock();
    }
  }

  private static Optional<Interpreter> leastBusy(List<Interpreter> interpreters) {
    return interpreters.stream()
        .filter(interpreter -> !interpreter.isRetired())
        .min(Comparator.comparingInt(Interpreter::active));
  }

  private Interpreter add(String group, int enough) {
    making.lock();
    try {
      List<Interpreter> interpreters = new ArrayList<>(groups.getOrDefault(group, List.of()));
      stuck |= interpreters.removeIf(Interpreter::isRetired);
      if (interpreters.size() < enough) {
        interpreters.add(alone());
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

  /**
   * Ends all interpreters once their scripts have left them. One that is not left within some
   * seconds is retired and stays: closing it would wait for as long as the script does. Repeating
   * it does nothing.
   */
  @Override
  public void close() {
    closed = true;
    making.lock();
    try {
      groups.values().forEach(outdated::addAll);
      outdated.forEach(this::awaitEmpty);
      stuck |= outdated.stream().anyMatch(Interpreter::isRetired);
      outdated.forEach(Interpreter::close);
      outdated.clear();
      groups.clear();
      shared = List.of();
    } finally {
      making.unlock();
    }
    if (!stuck) {
      engine.close(true);
    }
  }

  private void awaitEmpty(Interpreter interpreter) {
    for (int look = 0;
        look < LOOKS && interpreter.active() > 0 && !interpreter.isRetired();
        look++) {
      try {
        var unused = later.await(BETWEEN_LOOKS_MILLIS, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    if (interpreter.active() > 0 && !interpreter.isRetired()) {
      LOG.warn(
          "{} scripts do not leave their Python interpreter; it is left to them",
          interpreter.active());
      interpreter.retire();
    }
  }
}
