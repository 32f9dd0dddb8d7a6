package io.flowengine.internal.element;

import io.flowengine.element.ElementContext;
import io.flowengine.element.ElementEvent.Kind;
import io.flowengine.element.ElementFlow;
import io.flowengine.element.ElementStatus;
import io.flowengine.element.FailurePolicy.OnTrip;
import io.flowengine.element.FlowPace.Order;
import io.flowengine.element.RunStatus;
import io.flowengine.execution.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One run of a flow over elements.
 *
 * <p><b>Order.</b> With elements first each element is a <em>lane</em> that goes through the steps
 * by itself; not more lanes than the width are open. With steps first there are <em>rounds</em>:
 * among the elements that still run, those at the earliest position do their step together, and
 * when all have ended the next round is found. That is lock-step with branches and loops, without
 * deciding anything before its time.
 *
 * <p><b>Failures</b> are thrown into the element at once: then it is known whether it is caught or
 * counts, before anything else starts. When more have failed than may, the run <em>trips</em>: it
 * starts less or nothing, and batches that follow never begin.
 *
 * <p>What ends at the same moment is taken in completely before anything starts because of it, so
 * nothing depends on which of two ends was heard of first.
 */
final class ElementRun {
  private final RunPlace place;
  private final ElementFlow flow;
  private final Scene scene;
  private final List<Member> members;
  private final Batches batches;
  private final Runnable ended;
  private final Performance performance;
  private final Courses courses;
  private final Fates fates;
  private final List<ElementRun> children = new ArrayList<>();
  private final boolean unlimited;
  private Batch batch = Batch.NONE;
  private Rounds rounds = new Rounds();
  private int errands;
  private boolean over;
  private boolean isSilent;
  private @Nullable OnTrip trip;
  private @Nullable RunStatus cutAs;
  private Stage.@Nullable Ticket alarm;
  private Stage.@Nullable Ticket cancellable;

  ElementRun(
      ElementFlow flow,
      RunPlace place,
      Scene scene,
      Map<String, @Nullable Object> inputs,
      List<Member> members,
      Runnable ended) {
    this.flow = flow;
    this.place = place;
    this.scene = scene;
    this.members = members;
    this.batches = new Batches(this, members);
    this.ended = ended;
    this.performance = new Performance(this, scene);
    this.courses = Courses.of(this, scene, inputs);
    this.fates = new Fates(this, courses);
    ElementRun parent = place.parent();
    this.unlimited =
        flow.limits().maxConcurrent() == ElementFlow.UNBOUNDED
            && flow.limits().keyed().isEmpty()
            && flow.limits().rates().isEmpty()
            && (parent == null || parent.unlimited);
  }

  // ---------------------------------------------------------------- as others see it

  ElementFlow flow() {
    return flow;
  }

  Scene scene() {
    return scene;
  }

  RunPlace place() {
    return place;
  }

  List<Member> members() {
    return members;
  }

  Batch batch() {
    return batch;
  }

  Batches batches() {
    return batches;
  }

  /** This run and those around it, the outermost first. */
  List<ElementRun> path() {
    List<ElementRun> path = new ArrayList<>();
    for (ElementRun run = this; run != null; run = run.place.parent()) {
      path.addFirst(run);
    }
    return path;
  }

  /** True if neither it nor one around it bounds tasks. */
  boolean isUnlimited() {
    return unlimited;
  }

  /** The batch of the outermost run, from 0. */
  int outerBatch() {
    ElementRun parent = place.parent();
    return parent == null ? batches.number() : parent.outerBatch();
  }

  /** False once a trip, here or around, lets nothing more of the round or lane start. */
  boolean maySchedule() {
    ElementRun parent = place.parent();
    return !over
        && trip != OnTrip.DRAIN
        && trip != OnTrip.CANCEL
        && (parent == null || parent.maySchedule());
  }

  /** True if what runs was told to come to an end, here or around. */
  boolean isInterrupted() {
    ElementRun parent = place.parent();
    return over || trip == OnTrip.CANCEL || (parent != null && parent.isInterrupted());
  }

  boolean isOver() {
    return over;
  }

  boolean hasTripped() {
    return trip != null;
  }

  RunStatus status() {
    if (cutAs != null) {
      return cutAs;
    }
    boolean failed = false;
    for (Member member : members) {
      failed |= member.status != ElementStatus.OK && member.status != ElementStatus.SKIPPED;
    }
    if (failed || (members.isEmpty() && flow.failsIfEmpty())) {
      return RunStatus.FAILED;
    }
    if (members.isEmpty()) {
      return RunStatus.EMPTY;
    }
    return fates.hasIgnored() ? RunStatus.SUCCEEDED_WITH_IGNORED : RunStatus.SUCCEEDED;
  }

  Fates fates() {
    return fates;
  }

  Performance performance() {
    return performance;
  }

  void tell(Kind kind, @Nullable Member member, @Nullable String step, @Nullable Object detail) {
    if (!isSilent) {
      scene.telling().tell(kind, this, member, step, detail);
    }
  }

  // ---------------------------------------------------------------- batches

  void start() {
    ElementRun parent = place.parent();
    if (parent != null) {
      parent.children.add(this);
      cancellable = scene.stage().cancellable(place.path(), this::cancelAsChild);
    }
    members.forEach(member -> member.follow(courses.of(member)));
    Duration most = flow.times().flow();
    if (most != null) {
      alarm = scene.stage().alarm(most, () -> cutShort(RunStatus.TIMED_OUT, "timeout " + most));
    }
    batches.next();
  }

  /** Begins a batch. */
  void enter(Batch next) {
    batch = next;
    fates.enter(next, batches.number());
    tell(Kind.BATCH_STARTED, null, null, batches.number());
    if (flow.pace().order() == Order.ELEMENT_FIRST) {
      new Lanes().open();
    } else {
      rounds = new Rounds();
      round(batch.members());
    }
  }

  /** Sends elements that have failed on their way again, to the step that failed. */
  void again(List<Member> failed) {
    for (Member member : failed) {
      member.memory = new Memory(member.results(), Math.max(0, member.failedAt));
      member.follow(courses.of(member));
    }
  }

  /** It has no more batches, or is to begin none. */
  void end() {
    if (over) {
      return;
    }
    over = true;
    if (alarm != null) {
      alarm.drop();
    }
    if (cancellable != null) {
      cancellable.drop();
    }
    batches.close();
    members.forEach(fates::cut);
    courses.close();
    leave();
    isSilent = place.parent() != null; // what was cut short may still come to its end
    ended.run();
  }

  private void leave() {
    ElementRun parent = place.parent();
    if (parent != null) {
      parent.children.remove(this);
    }
  }

  /** Ends it, and with it all its children, whose elements are those of this one. */
  void cancel() {
    if (over) {
      return;
    }
    over = true;
    cutAs = RunStatus.CANCELLED;
    List.copyOf(children).forEach(ElementRun::cancel);
    errands().forEach(Errand::cut);
    members.forEach(member -> fates.finish(member, ElementStatus.CANCELLED));
    courses.close();
  }

  /** Ends one child run; its elements count as cut short in this one. */
  private void cancelAsChild() {
    if (!over) {
      tell(Kind.CANCELLED, null, null, null);
      cutAs = RunStatus.CANCELLED;
      trip = OnTrip.CANCEL;
      interruptAll(flow.failures().grace());
      scene.stage().later(this::rest);
    }
  }

  // ---------------------------------------------------------------- trips

  void opened() {
    errands++;
  }

  void closed() {
    errands--;
  }

  private List<Errand> errands() {
    List<Errand> open = new ArrayList<>();
    for (Member member : members) {
      if (member.errand != null) {
        open.add(member.errand);
      }
    }
    return open;
  }

  /** Interrupts all that runs, as for {@link OnTrip#CANCEL}, and ends as something. */
  void cutShort(RunStatus as, String why) {
    if (!over && cutAs == null) {
      cutAs = as;
      trip(OnTrip.CANCEL, why);
    }
  }

  /** Lets no further batch begin. */
  void refuse(String why) {
    cutAs = RunStatus.ABORTED;
    trip(flow.failures().onTrip(), why);
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
    tell(Kind.THRESHOLD_TRIPPED, null, null, why);
    if (how == OnTrip.CANCEL) {
      interruptAll(flow.failures().grace());
    }
  }

  /** What does not end in time is given up. */
  private void interruptAll(Duration grace) {
    List<ElementRun> inside = List.copyOf(children);
    inside.forEach(child -> child.interruptAll(grace));
    errands().forEach(Errand::interrupt);
    performance.giveUpWaits();
    batches.close();
    if (errands > 0) {
      Stage.Ticket unused = scene.stage().alarm(grace, () -> errands().forEach(Errand::cut));
    }
    scene.stage().later(this::rest);
  }

  /** After all was interrupted nothing may be left that would go on by itself. */
  private void rest() {
    if (!over && errands == 0 && children.isEmpty() && isInterrupted()) {
      end();
    }
  }

  // ---------------------------------------------------------------- elements first

  /** The lanes of a batch. */
  private final class Lanes {
    private int opened;
    private int unfinished;
    private boolean opening;

    /** Opens as many as may be. Lanes that close at once are seen by its own loop. */
    void open() {
      if (opening) {
        return;
      }
      opening = true;
      List<Member> all = batch.members();
      int width = flow.pace().width();
      while (opened < all.size() && unfinished < width && trip == null && maySchedule()) {
        int from = opened;
        while (opened < all.size() && unfinished < width) {
          unfinished++;
          opened++;
        }
        List<Member> begun = all.subList(from, opened);
        courses.goOn(begun);
        begun.forEach(this::goOn);
      }
      opening = false;
      if (unfinished == 0) {
        batches.next();
      }
    }

    private void goOn(Member member) {
      courses.goOnAll();
      while (member.course().isAtDecision()) {
        member.course().decide();
      }
      boolean stops = (trip != null && trip != OnTrip.FINISH_ELEMENTS) || !maySchedule();
      if (member.isFinal() || member.course().step() == null || stops) {
        close(member, stops);
      } else {
        performance.perform(List.of(member), 1, () -> scene.stage().later(() -> goOn(member)));
      }
    }

    private void close(Member member, boolean stops) {
      fates.conclude(member, stops);
      if (courses.areSeen()) {
        member.publish();
      }
      unfinished--;
      open();
    }
  }

  // ---------------------------------------------------------------- steps first

  /** Finds the next round; {@code moved} no longer stand where they stood. */
  private void round(List<Member> moved) {
    if (over) {
      return;
    }
    if (courses.areSeen()) {
      moved.forEach(Member::publish);
    }
    boolean stops = (trip != null && trip != OnTrip.FINISH_ELEMENTS) || !maySchedule();
    courses.goOn(moved); // after a trip too: only then is it known who has reached the end
    List<Member> next = stops ? batch.members() : moved;
    do {
      for (Member member : next) {
        fates.conclude(member, stops);
        if (!member.isFinal()) {
          rounds.add(member);
        }
      }
      next = rounds.takeEarliest();
    } while (decide(next));
    if (next.isEmpty()) {
      batches.next();
    } else {
      List<Member> cohort = next;
      performance.perform(
          cohort, flow.pace().width(), () -> scene.stage().later(() -> round(cohort)));
    }
  }

  /** Decides if that is what they stand at; those at one position stand at one step. */
  private static boolean decide(List<Member> cohort) {
    if (cohort.isEmpty() || !cohort.getFirst().course().isAtDecision()) {
      return false;
    }
    cohort.forEach(member -> member.course().decide());
    return true;
  }

  /** What the script of an element handed back. */
  void outputs(Member member, Value outputs) {
    member.outputs = outputs;
  }

  /** The contexts of elements, in their order. */
  static List<ElementContext> contexts(List<Member> members) {
    return members.stream().map(Member::context).toList();
  }
}
