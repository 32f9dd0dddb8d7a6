package io.flowengine.internal.element;

import io.flowengine.element.GateCheck;
import io.flowengine.element.TaskResult;
import io.flowengine.internal.element.Moment.Ended;
import io.flowengine.spi.Environment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The checks of gates that are under way, each on a thread of its own. Belongs to the thread of the
 * run.
 */
final class Checks {
  private final Environment environment;
  private final Runnable wake;
  private final Map<Integer, Check> open = new HashMap<>();
  private final Queue<Ended> answered = new ConcurrentLinkedQueue<>();

  /**
   * Begins without any.
   *
   * @param environment makes threads
   * @param wake called by their threads when one has answered
   */
  Checks(Environment environment, Runnable wake) {
    this.environment = environment;
    this.wake = wake;
  }

  /** True if the check with this number is under way. */
  boolean have(int number) {
    return open.containsKey(number);
  }

  void begin(int number, GateCheck check, GateCheck.Question asked) {
    Check begun = new Check(number, check, asked);
    open.put(number, begun);
    environment.execute(begun);
  }

  boolean areUnderWay() {
    return !open.isEmpty() || !answered.isEmpty();
  }

  /**
   * The answers that have come since. What nobody waits for any more is interrupted.
   *
   * @param isAsked tells what is waited for, by number
   */
  List<Ended> hear(IntPredicate isAsked) {
    List<Ended> heard = new ArrayList<>(0);
    for (Ended next = answered.poll(); next != null; next = answered.poll()) {
      if (open.remove(next.number()) != null && isAsked.test(next.number())) {
        heard.add(next);
      }
    }
    open.values()
        .removeIf(
            check -> {
              boolean isLate = !isAsked.test(check.number);
              if (isLate) {
                check.interrupt();
              }
              return isLate;
            });
    return heard;
  }

  /** Gives all up: the run is left. */
  void leave() {
    open.values().forEach(Check::interrupt);
    open.clear();
  }

  private final class Check implements Runnable {
    private final int number;
    private final GateCheck check;
    private final GateCheck.Question asked;
    private @Nullable Thread thread;
    private boolean isInterrupted;

    Check(int number, GateCheck check, GateCheck.Question asked) {
      this.number = number;
      this.check = check;
      this.asked = asked;
    }

    @Override
    public void run() {
      Ending ending = begin() ? ask() : Ending.cancelled("cancelled");
      synchronized (this) {
        thread = null;
        boolean ignored = Thread.interrupted();
      }
      answered.add(new Ended(number, ending));
      wake.run();
    }

    private synchronized boolean begin() {
      thread = Thread.currentThread();
      return !isInterrupted;
    }

    private Ending ask() {
      try {
        return check.passes(asked)
            ? Ending.ok()
            : Ending.of(TaskResult.failed("the check says that it is not to be passed"));
      } catch (Throwable e) { // a class that is not found, say; the run must hear of every end
        return Ending.of(TaskResult.failed(e.getClass().getSimpleName() + ": " + e.getMessage()));
      }
    }

    synchronized void interrupt() {
      isInterrupted = true;
      if (thread != null) {
        thread.interrupt();
      }
    }
  }
}
