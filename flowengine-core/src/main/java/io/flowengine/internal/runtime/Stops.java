package io.flowengine.internal.runtime;

import static java.util.stream.Collectors.joining;

import io.flowengine.execution.LogEntry;
import io.flowengine.execution.LogLevel;
import io.flowengine.execution.StatusReason;
import io.flowengine.execution.StoppedLine;
import io.flowengine.execution.Value;
import io.flowengine.internal.argument.DevelopmentMode;
import io.flowengine.internal.argument.StoredStop;
import io.flowengine.spi.LineWatch.Wish;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Where one run of an execution in development mode stands still for its developer.
 *
 * <p>A stop is no entry of the journal: breakpoints come and go, and a journal that knew of them
 * could not be replayed without them. It is a field of the execution instead, which says how many
 * calls were made before and the how-manieth coming to the line it was. A run from the top passes
 * over all lines until its journal is used up and it has come to that place; from there it goes on.
 */
final class Stops {
  private final Activation activation;
  private final FlowRun run;
  private final Ledger ledger;
  private final Interrupts interrupts;

  Stops(Activation activation, FlowRun run, Ledger ledger, Interrupts interrupts) {
    this.activation = activation;
    this.run = run;
    this.ledger = ledger;
    this.interrupts = interrupts;
  }

  /** True if the lines of the script are to be told. */
  boolean isWatched() {
    return path() != null || mode().isOn();
  }

  /** Who draws the path of the execution; null if nobody does. */
  private @Nullable IntConsumer path() {
    return run.services().host().linesTo();
  }

  private DevelopmentMode mode() {
    return DevelopmentMode.of(ledger.record());
  }

  /** Has an execution in development mode stand still if nobody is there to look at it. */
  void requireDeveloper() {
    if (mode().isOn()
        && !run.services().host().hasDeveloper()
        && !interrupts.pause()
        && interrupts.cancel() == null
        && run.end().ending() == null) {
      interrupts.requestPause(StatusReason.NO_DEVELOPER);
    }
  }

  /** What is wanted from the last call on. */
  Wish wish() {
    DevelopmentMode mode = mode();
    StoppedLine stop = StoredStop.of(ledger.record());
    return new Wish(
        place(),
        mode.isOn()
            && !run.journal().isReplaying()
            && !run.services().host().isStopping()
            && run.end().ending() == null,
        mode.lines(),
        stop == null ? null : mode.step(),
        stop == null ? null : stop.mark(),
        path() != null);
  }

  /**
   * The part of the run. Inside the body of a step it is another one than behind it, where a replay
   * comes without running the body.
   */
  private String place() {
    return run.journal().position() + (run.ownCode().isBusy() ? "*" : "");
  }

  void stop(StoppedLine.Mark where, Value frames) {
    Object shown = run.masks().mask(frames.toObject());
    ledger.change(StoredStop.with(ledger.record(), where, shown));
    interrupts.requestPause(StatusReason.BREAKPOINT);
    activation.standStill();
  }

  /** Tells in the log, once, of breakpoints that will never be hit. */
  void canStopBefore(Set<Integer> lines) {
    Set<Integer> idle = new TreeSet<>(mode().lines());
    idle.removeAll(lines);
    if (!idle.isEmpty() && run.journal().size() == 0) {
      String text =
          idle.stream().map(String::valueOf).collect(joining(", "))
              + ": no statement begins in a line with this number, so its breakpoint is ignored."
              + " It is empty, a comment, in the middle of a statement, or behind the end of the"
              + " script";
      ledger.ride(
          new LogEntry(run.instant(), LogLevel.WARNING, "breakpoints", "line " + text, Value.NULL));
    }
  }

  void passes(int line) {
    IntConsumer path = path();
    if (path != null) {
      path.accept(line);
    }
  }
}
