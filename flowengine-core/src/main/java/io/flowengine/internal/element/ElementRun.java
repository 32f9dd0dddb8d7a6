package io.flowengine.internal.element;

import io.flowengine.element.ElementContext;
import io.flowengine.element.ElementEvent.Kind;
import io.flowengine.element.ElementFlow;
import io.flowengine.element.ElementStatus;
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
  private final Trips trips;
  private final List<ElementRun> children = new ArrayList<>();
  private final boolean unlimited;
  private Batch batch = Batch.NONE;
  private int errands;
  private boolean over;
  private boolean isSilent;
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
    this.trips = new Trips(this);
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
    return !over && !trips.isDraining() && (parent == null || parent.maySchedule());
  }

  /** True if what runs was told to come to an end, here or around. */
  boolean isInterrupted() {
    ElementRun parent = place.parent();
    return over || trips.isCancelling() || (parent != null && parent.isInterrupted());
  }

  boolean isOver() {
    return over;
  }

  /** True if lanes and rounds are to go no further, because of a trip here or around. */
  boolean stops() {
    return trips.stops() || !maySchedule();
  }

  RunStatus status() {
    RunStatus cut = trips.cutAs();
    if (cut != null) {
      return cut;
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
      cancellable = scene.stage().cancellable(place.path(), trips::cancelAlone);
    }
    members.forEach(member -> member.follow(courses.of(member)));
    Duration most = flow.times().flow();
    if (most != null) {
      alarm =
          scene.stage().alarm(most, () -> trips.cutShort(RunStatus.TIMED_OUT, "timeout " + most));
    }
    batches.next();
  }

  /**
   * Begins a batch.
   *
   * @param refused those of its elements that other runs have, with the run
   */
  void enter(Batch next, Map<String, String> refused) {
    batch = next;
    fates.enter(next, batches.number());
    tell(Kind.BATCH_STARTED, null, null, batches.number());
    if (!refused.isEmpty()) {
      fates.refuse(next.members(), refused);
    }
    if (flow.pace().order() == Order.ELEMENT_FIRST) {
      new Lanes(this, courses, next).open();
    } else {
      new Lockstep(this, courses, next).begin();
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
    batches.unlock();
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
    trips.cancelled();
    batches.unlock();
    List.copyOf(children).forEach(ElementRun::cancel);
    errands().forEach(Errand::cut);
    members.forEach(member -> fates.finish(member, ElementStatus.CANCELLED));
    courses.close();
  }

  /** Gives back what it and its children hold of their scripts. Repeating it does nothing. */
  void forsake() {
    List.copyOf(children).forEach(ElementRun::forsake);
    courses.close();
  }

  // ---------------------------------------------------------------- what goes on in it

  Trips trips() {
    return trips;
  }

  void opened() {
    errands++;
  }

  void closed() {
    errands--;
  }

  /** True if it has child runs, or tasks that run or wait. */
  boolean isBusy() {
    return errands > 0 || !children.isEmpty();
  }

  boolean hasErrands() {
    return errands > 0;
  }

  List<Errand> errands() {
    List<Errand> open = new ArrayList<>();
    for (Member member : members) {
      if (member.errand != null) {
        open.add(member.errand);
      }
    }
    return open;
  }

  /** The child runs that have not ended. */
  List<ElementRun> children() {
    return List.copyOf(children);
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
