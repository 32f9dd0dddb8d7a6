package io.flowengine.internal.element;

import io.flowengine.element.ElementEvent.Kind;
import io.flowengine.element.FailurePolicy.OnTrip;
import io.flowengine.element.RunStatus;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What cuts a run short: too many failures, a time that is over, a refused gate, somebody. */
final class Trips {
  private final ElementRun run;
  private @Nullable OnTrip trip;
  private @Nullable RunStatus cutAs;

  Trips(ElementRun run) {
    this.run = run;
  }

  boolean hasTripped() {
    return trip != null;
  }

  /** True if nothing more of a round or a lane starts. */
  boolean isDraining() {
    return trip == OnTrip.DRAIN || trip == OnTrip.CANCEL;
  }

  /** True if what runs is to come to an end. */
  boolean isCancelling() {
    return trip == OnTrip.CANCEL;
  }

  /** True if lanes and rounds go no further. */
  boolean stops() {
    return trip != null && trip != OnTrip.FINISH_ELEMENTS;
  }

  /** As what the run ends; null if nothing has cut it short. */
  @Nullable RunStatus cutAs() {
    return cutAs;
  }

  /** The whole run was cancelled from outside. */
  void cancelled() {
    cutAs = RunStatus.CANCELLED;
  }

  /** Cancels the run, which is a child; its elements count as cut short in the one around it. */
  void cancelAlone() {
    if (!run.isOver()) {
      run.tell(Kind.CANCELLED, null, null, null);
      cutAs = RunStatus.CANCELLED;
      trip = OnTrip.CANCEL;
      interruptAll(run.flow().failures().grace());
    }
  }

  /** Interrupts all that runs, as for {@link OnTrip#CANCEL}, and ends as something. */
  void cutShort(RunStatus as, String why) {
    if (!run.isOver() && cutAs == null) {
      cutAs = as;
      trip(OnTrip.CANCEL, why);
    }
  }

  /** Lets no further batch begin. */
  void refuse(String why) {
    cutAs = RunStatus.ABORTED;
    trip(run.flow().failures().onTrip(), why);
  }

  /** Lets less start, or nothing. */
  void trip(OnTrip how, String why) {
    if (trip == OnTrip.CANCEL || (trip != null && how != OnTrip.CANCEL)) {
      return;
    }
    trip = how;
    if (cutAs == null) {
      cutAs = RunStatus.ABORTED;
    }
    run.tell(Kind.THRESHOLD_TRIPPED, null, null, why);
    if (how == OnTrip.CANCEL) {
      interruptAll(run.flow().failures().grace());
    }
  }

  /** What does not end in time is given up. */
  private void interruptAll(Duration grace) {
    run.children().forEach(child -> child.trips().interruptAll(grace));
    run.errands().forEach(Errand::interrupt);
    run.performance().giveUpWaits();
    run.batches().close();
    Stage stage = run.scene().stage();
    if (run.hasErrands()) {
      Stage.Ticket unused = stage.alarm(grace, () -> run.errands().forEach(Errand::cut));
    }
    stage.later(this::rest);
  }

  /** After all was interrupted nothing may be left that would go on by itself. */
  private void rest() {
    if (!run.isOver() && !run.isBusy() && run.isInterrupted()) {
      run.end();
    }
  }
}
