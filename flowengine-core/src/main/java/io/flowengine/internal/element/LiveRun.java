package io.flowengine.internal.element;

import io.flowengine.element.ElementEvent.Kind;
import io.flowengine.element.TaskPolicy.OnUnknown;
import io.flowengine.element.TaskResult;
import io.flowengine.execution.Value;
import io.flowengine.internal.element.Moment.Ended;
import io.flowengine.spi.CallResult;
import io.flowengine.spi.FlowCalls;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A run with real tasks, on the thread of its execution.
 *
 * <p><b>Journal.</b> The run goes from one call {@value #PROGRESS} to the next. Each is answered
 * with moments: on replay by the journal, live by the run itself, which works for some milliseconds
 * and then completes the call with what it heard of meanwhile. So a crash loses the ends of the
 * last milliseconds, and those tasks are run again; what was started because of them is run again
 * too, for it comes later in the journal.
 *
 * <p><b>Waiting.</b> While attempts run the execution keeps its worker. When only spans of time or
 * one gate are left and nothing is over soon, it waits as every flow does, without a worker.
 *
 * <p><b>Leaving.</b> A pause lets running attempts end and starts none; a cancellation interrupts
 * them. Then the call is completed, and the next one is answered by whatever was wanted.
 */
final class LiveRun {
  static final String PROGRESS = "elements.progress";
  private static final Duration CHUNK = Duration.ofMillis(10);
  private static final int MOST_ENDS = 5_000;

  /** What ends later need not wait until so much has been decided upon. */
  private static final int MOST_AT_ONCE = 500;

  private static final Duration SOON = Duration.ofSeconds(1);
  private static final Duration GRACE = Duration.ofSeconds(10);
  private static final Ending UNKNOWN =
      Ending.of(TaskResult.failed("UNKNOWN_OUTCOME: the JVM died while it was under way"));

  private final FlowCalls calls;
  private final Workshop shop;
  private final JournaledStage stage;
  private final ElementRun run;
  private final LiveTelling telling;
  private final Workbench bench;
  private final Gates gates;
  private final CancelledChildren cancelled;
  private final LiveLocks locks;
  private final List<Opened> held = new ArrayList<>();
  private final Set<Integer> announced = new LinkedHashSet<>();
  private final Fingerprint fingerprint = new Fingerprint();
  private boolean isLive;
  private boolean isResting;
  private volatile boolean pausing;
  private volatile boolean cancelling;
  private @Nullable Instant patience;

  LiveRun(
      FlowCalls calls,
      Workshop shop,
      JournaledStage stage,
      ElementRun run,
      LiveTelling telling,
      boolean isCheck) {
    this.calls = calls;
    this.shop = shop;
    this.stage = stage;
    this.run = run;
    this.telling = telling;
    this.bench = new Workbench(shop, stage, isCheck);
    this.gates = new Gates(calls, shop, stage, bench::wake);
    this.locks = new LiveLocks(shop, stage, calls.id().toString());
    this.cancelled = new CancelledChildren(shop, stage, calls.id().toString());
  }

  /**
   * Plays the run from its beginning to its end.
   *
   * @return how the last call was answered: returned if the run has ended
   */
  CallResult play() {
    calls.whenCancelled(() -> leave(true));
    calls.whenPaused(() -> leave(false));
    try {
      CallResult last = goOn();
      if (run.isOver() || last instanceof CallResult.Signalled) {
        locks.end();
      }
      return last;
    } finally {
      locks.leave();
      bench.leave();
      gates.leave();
    }
  }

  private CallResult goOn() {
    run.start();
    settle();
    CallResult answer = new CallResult.Returned(Value.NULL);
    while (!run.isOver() && answer instanceof CallResult.Returned) {
      Instant due = stage.nextDue();
      answer = gates.open();
      if (answer instanceof CallResult.Returned) {
        if (stage.isWorking() || locks.areWanted()) {
          answer = progress();
        } else if (gates.isAloneFor(due, SOON)) {
          answer = gates.await(due, this::feed, held::add);
        } else if (due != null
            && stage.questions().isEmpty()
            && due.isAfter(stage.now().plus(SOON))) {
          answer = sleep(due);
        } else {
          answer = progress();
        }
      }
    }
    return answer;
  }

  private CallResult sleep(Instant due) {
    CallResult answer = calls.call("sleep", Value.of(Map.of("until", due)));
    if (answer instanceof CallResult.Returned) {
      List<Ended> ended = new ArrayList<>();
      stage.addDue(due, ended);
      feed(new Moment(due, ended));
    }
    return answer;
  }

  private CallResult progress() {
    CallResult answer = calls.call(PROGRESS, fingerprint.toValue(stage.started()));
    Chunk chunk = null;
    if (answer instanceof CallResult.Returned recorded) {
      resumed();
      chunk = Chunk.of(recorded.value());
      chunk.moments().forEach(this::feed);
      for (int number : chunk.announced()) {
        announced.add(number);
        Opened repeated = stage.again(number);
        if (repeated != null) {
          held.add(repeated);
        }
      }
      ask(chunk);
    } else if (answer instanceof CallResult.Perform) {
      List<Integer> unknown = goLive();
      resumed();
      locks.release();
      chunk = unknown.isEmpty() ? work() : Chunk.asking(unknown);
      answer = calls.complete(chunk.toValue());
      ask(chunk);
    }
    if (chunk != null && chunk.isPaused()) {
      isResting = true;
      run.tell(Kind.PAUSED, null, null, null);
    }
    return answer;
  }

  private void ask(Chunk chunk) {
    if (!chunk.asked().isEmpty()) {
      chunk.asked().forEach(stage::askAbout);
      held.removeIf(start -> chunk.asked().contains(start.number()));
      chunk.asked().forEach(announced::remove);
    }
  }

  private void resumed() {
    if (isResting) {
      isResting = false;
      run.tell(Kind.RESUMED, null, null, null);
    }
  }

  private void feed(Moment moment) {
    stage.apply(moment);
    settle();
  }

  private void settle() {
    stage.settle();
    List<Opened> fresh = stage.takeFresh();
    fingerprint.add(fresh);
    held.addAll(fresh);
    bench.drop(stage.takeDropped());
    bench.interrupt(stage.takeInterrupted());
  }

  // ---------------------------------------------------------------- live

  /**
   * What was announced and has not ended was under way when the JVM died.
   *
   * @return the numbers of the attempts that people are to be asked about
   */
  private List<Integer> goLive() {
    if (isLive) {
      return List.of();
    }
    isLive = true;
    telling.goLive();
    locks.goLive();
    List<Integer> unknown = new ArrayList<>(0);
    for (Opened start : List.copyOf(held)) {
      if (announced.contains(start.number())) {
        switch (start.attempt().step().policy().onUnknown()) {
          case FAIL -> {
            bench.tell(new Ended(start.number(), UNKNOWN));
            held.remove(start);
          }
          case ASK -> unknown.add(start.number());
          case RERUN -> {
            // it is begun like all others
          }
        }
      }
    }
    announced.removeIf(number -> !unknown.contains(number));
    return unknown;
  }

  /** Works for a while. */
  private Chunk work() {
    List<Moment> moments = new ArrayList<>();
    Instant chunkEnds = null;
    int ends = 0;
    pausing = false;
    while (true) {
      List<Integer> toAnnounce = launch();
      Instant now = shop.environment().instant();
      List<Ended> heard = bench.hear(now, MOST_AT_ONCE);
      if (cancelling) {
        gates.dismiss();
      } else {
        heard.addAll(gates.hear(held::add));
      }
      heard.addAll(cancelled.hear(now));
      if (!pausing && !cancelling) {
        heard.addAll(locks.hear(now));
      }
      stage.addDue(now, heard);
      if (!heard.isEmpty()) {
        Moment moment = new Moment(now.isBefore(stage.now()) ? stage.now() : now, heard);
        moments.add(moment);
        feed(moment);
        ends += heard.size();
        chunkEnds = chunkEnds == null && !pausing ? now.plus(CHUNK) : chunkEnds;
      }
      boolean full =
          !toAnnounce.isEmpty()
              || ends >= MOST_ENDS
              || (chunkEnds != null && !now.isBefore(chunkEnds));
      if (full && toAnnounce.isEmpty() && !bench.isEmpty() && calls.isInterrupted()) {
        pausing = true;
        full = false;
        chunkEnds = null;
      }
      if (full || run.isOver() || isIdle() || isLeaving(now)) {
        announced.addAll(toAnnounce);
        return new Chunk(moments, toAnnounce, List.of(), pausing && !run.isOver());
      }
      if (heard.isEmpty()) {
        Instant look = earlier(earlier(gates.next(now), cancelled.next()), locks.next());
        bench.await(earlier(chunkEnds, earlier(stage.nextDue(), earlier(patience, look))));
      }
    }
  }

  /**
   * Starts what the run wants started, unless it is to come to rest.
   *
   * @return what has to be recorded before it may start
   */
  private List<Integer> launch() {
    List<Integer> toAnnounce = List.of();
    if (!pausing && !cancelling) {
      for (Opened start : held) {
        if (start.attempt().step().policy().onUnknown() != OnUnknown.RERUN
            && !announced.remove(start.number())) {
          toAnnounce = toAnnounce.isEmpty() ? new ArrayList<>() : toAnnounce;
          toAnnounce.add(start.number());
        } else if (start.isOpen()) {
          bench.begin(start);
        }
      }
      if (toAnnounce.isEmpty()) {
        held.clear();
      } else {
        List<Integer> waiting = toAnnounce;
        held.removeIf(start -> !waiting.contains(start.number()));
      }
      gates.begin();
    }
    bench.dispatch();
    return toAnnounce;
  }

  /** True if nothing runs, and what comes next is not soon or must not begin. */
  private boolean isIdle() {
    if (!bench.isEmpty() || gates.areChecking()) {
      return false;
    }
    if (pausing || cancelling) {
      return true;
    }
    Instant due = stage.nextDue();
    if (!held.isEmpty() || locks.areWanted()) {
      return false;
    }
    return gates.isAloneFor(due, SOON)
        || (stage.questions().isEmpty() && due != null && due.isAfter(stage.now().plus(SOON)));
  }

  /** True if tasks were interrupted and have not ended for long enough. */
  private boolean isLeaving(Instant now) {
    if (!cancelling) {
      return false;
    }
    if (patience == null) {
      patience = now.plus(GRACE);
      bench.interruptAll();
    }
    return !now.isBefore(patience);
  }

  private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.isBefore(other) ? one : other;
  }

  /** Called by another thread. */
  private void leave(boolean cancelled) {
    if (cancelled) {
      cancelling = true;
    } else {
      pausing = true;
    }
    bench.wakeAlways();
  }
}
