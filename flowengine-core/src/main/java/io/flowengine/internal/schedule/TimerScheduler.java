package io.flowengine.internal.schedule;

import io.flowengine.execution.ExecutionId;
import io.flowengine.spi.Environment;
import io.flowengine.spi.Scheduler;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls back from one thread of its own, in the order of the instants. Everything is forgotten when
 * it is closed.
 */
public final class TimerScheduler implements Scheduler {
  private static final Logger LOG = LoggerFactory.getLogger(TimerScheduler.class);

  private record Alarm(Instant at, ExecutionId execution) {}

  private final TreeSet<Alarm> alarms =
      new TreeSet<>(Comparator.comparing(Alarm::at).thenComparing(Alarm::execution));
  private @Nullable Environment environment;
  private @Nullable Thread thread;
  private boolean closed;

  /** Makes a scheduler that has not begun to work. */
  public TimerScheduler() {}

  @Override
  public void start(Environment time, Trigger called) {
    synchronized (alarms) {
      environment = time;
    }
    time.daemon("flowengine-timer", () -> run(time, called));
  }

  private void run(Environment time, Trigger called) {
    synchronized (alarms) {
      thread = Thread.currentThread();
    }
    while (true) {
      Instant now = time.instant();
      List<ExecutionId> due;
      Instant next;
      synchronized (alarms) {
        if (closed) {
          return;
        }
        due = due(now);
        next = alarms.isEmpty() ? null : alarms.first().at;
      }
      if (!due.isEmpty()) {
        call(called, due);
      } else if (next == null) {
        time.park();
      } else {
        time.parkUntil(next);
      }
    }
  }

  private List<ExecutionId> due(Instant now) {
    List<ExecutionId> due = new ArrayList<>();
    while (!alarms.isEmpty() && !alarms.first().at.isAfter(now)) {
      due.add(alarms.pollFirst().execution);
    }
    return due;
  }

  private static void call(Trigger called, List<ExecutionId> due) {
    try {
      called.due(due);
    } catch (RuntimeException e) {
      LOG.warn("the trigger of executions {} failed; the next sweep finds them", due, e);
    }
  }

  @Override
  public void arm(Instant at, ExecutionId execution) {
    boolean first;
    synchronized (alarms) {
      Alarm alarm = new Alarm(at, execution);
      alarms.add(alarm);
      first = alarm.equals(alarms.first());
    }
    if (first) {
      wake();
    }
  }

  @Override
  public void close() {
    synchronized (alarms) {
      closed = true;
      alarms.clear();
    }
    wake();
  }

  private void wake() {
    Environment time;
    Thread waiting;
    synchronized (alarms) {
      time = environment;
      waiting = thread;
    }
    if (time != null && waiting != null) {
      time.unpark(waiting);
    }
  }
}
