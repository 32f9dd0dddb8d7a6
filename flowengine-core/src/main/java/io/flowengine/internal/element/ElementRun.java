package io.flowengine.internal.element;

import io.flowengine.element.ElementContext;
import io.flowengine.element.ElementFlow;
import io.flowengine.element.ElementFlow.OnTrip;
import io.flowengine.element.ElementFlow.Order;
import io.flowengine.element.ElementStatus;
import io.flowengine.element.RunStatus;
import io.flowengine.element.TaskPolicy.OnFailure;
import io.flowengine.element.Threshold;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
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
 * <p><b>Failures</b> are thrown into the element at once: then it is known whether a block rescues
 * it or it counts, before anything else starts. When more have failed than may, the run
 * <em>trips</em>: it starts less or nothing, and batches that follow never begin.
 *
 * <p>What ends at the same moment is taken in completely before anything starts because of it, so
 * nothing depends on which of two ends was heard of first.
 */
final class ElementRun {
  private final ElementFlow flow;
  private final @Nullable ElementRun parent;
  private final Stage stage;
  private final Limits limits;
  private final List<Member> members;
  private final List<Batch> batches;
  private final Runnable ended;
  private final Performance performance;
  private Batch batch;
  private Rounds rounds = new Rounds();
  private int next;
  private int batchNumber;
  private boolean ignored;
  private boolean over;
  private boolean cancelled;
  private @Nullable OnTrip trip;

  ElementRun(
      ElementFlow flow,
      @Nullable ElementRun parent,
      Stage stage,
      Limits limits,
      List<ElementContext> elements,
      Runnable ended) {
    this.flow = flow;
    this.parent = parent;
    this.stage = stage;
    this.limits = limits;
    this.members =
        IntStream.range(0, elements.size())
            .mapToObj(rank -> new Member(elements.get(rank), flow, rank))
            .toList();
    this.batches = Batch.of(flow, members);
    this.ended = ended;
    this.batch = new Batch(List.of(), List.of());
    this.performance = new Performance(this, stage, limits);
  }

  // ---------------------------------------------------------------- as others see it

  ElementFlow flow() {
    return flow;
  }

  List<Member> members() {
    return members;
  }

  /** This run and those around it, the outermost first. */
  List<ElementRun> path() {
    List<ElementRun> path = new ArrayList<>();
    for (ElementRun run = this; run != null; run = run.parent) {
      path.addFirst(run);
    }
    return path;
  }

  /** The batch of the outermost run, from 0. */
  int outerBatch() {
    return parent == null ? batchNumber : parent.outerBatch();
  }

  ElementRun child(ElementFlow inner, List<ElementContext> elements, Runnable whenEnded) {
    return new ElementRun(inner, this, stage, limits, elements, whenEnded);
  }

  /** False once a trip, here or around, lets nothing more of the round or lane start. */
  boolean maySchedule() {
    return trip != OnTrip.DRAIN && (parent == null || parent.maySchedule());
  }

  boolean isOver() {
    return over;
  }

  /** Ends it, and with it all its children, whose elements are those of this one. */
  void cancel() {
    if (!over) {
      cancelled = true;
      over = true;
      members.forEach(member -> member.end(ElementStatus.CANCELLED));
    }
  }

  RunStatus status() {
    if (cancelled) {
      return RunStatus.CANCELLED;
    }
    if (trip != null) {
      return RunStatus.ABORTED;
    }
    if (members.stream().anyMatch(member -> member.status != ElementStatus.OK)) {
      return RunStatus.FAILED;
    }
    if (members.isEmpty()) {
      return RunStatus.EMPTY;
    }
    return ignored ? RunStatus.SUCCEEDED_WITH_IGNORED : RunStatus.SUCCEEDED;
  }

  // ---------------------------------------------------------------- batches

  void start() {
    nextBatch();
  }

  private void nextBatch() {
    if (trip != null || !maySchedule() || next == batches.size()) {
      end();
      return;
    }
    batchNumber = next;
    batch = batches.get(next++);
    if (flow.order() == Order.ELEMENT_FIRST) {
      new Lanes().open();
    } else {
      rounds = new Rounds();
      round(batch.members());
    }
  }

  private void end() {
    if (!over) {
      over = true;
      members.forEach(Member::cut);
      ended.run();
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
      while (opened < all.size() && unfinished < flow.width() && trip == null && maySchedule()) {
        unfinished++;
        goOn(all.get(opened++));
      }
      opening = false;
      if (unfinished == 0) {
        nextBatch();
      }
    }

    private void goOn(Member member) {
      while (member.course.isAtDecision()) {
        member.course.decide();
      }
      boolean stops = (trip != null && trip != OnTrip.FINISH_ELEMENTS) || !maySchedule();
      if (member.isFinal() || member.course.step() == null || stops) {
        close(member, stops);
      } else {
        performance.perform(List.of(member), 1, () -> stage.later(() -> goOn(member)));
      }
    }

    private void close(Member member, boolean stops) {
      conclude(member, stops);
      unfinished--;
      open();
    }
  }

  private static void conclude(Member member, boolean stops) {
    if (member.course.step() == null && !member.isFinal()) {
      member.end(member.course.hasFailed() ? ElementStatus.FAILED : ElementStatus.OK);
    } else if (stops) {
      member.cut();
    }
  }

  // ---------------------------------------------------------------- steps first

  /** Finds the next round; {@code moved} no longer stand where they stood. */
  private void round(List<Member> moved) {
    boolean stops = (trip != null && trip != OnTrip.FINISH_ELEMENTS) || !maySchedule();
    List<Member> next = stops ? batch.members() : moved;
    do {
      for (Member member : next) {
        conclude(member, stops);
        if (!member.isFinal()) {
          rounds.add(member);
        }
      }
      next = rounds.takeEarliest();
    } while (decide(next));
    if (next.isEmpty()) {
      nextBatch();
    } else {
      List<Member> cohort = next;
      performance.perform(cohort, flow.width(), () -> stage.later(() -> round(cohort)));
    }
  }

  /** Decides if that is what they stand at; those at one position stand at one step. */
  private static boolean decide(List<Member> cohort) {
    if (cohort.isEmpty() || !cohort.getFirst().course.isAtDecision()) {
      return false;
    }
    cohort.forEach(member -> member.course.decide());
    return true;
  }

  // ---------------------------------------------------------------- outcomes

  /** A step has ended on an element. */
  void settle(Member member, Outcome outcome, @Nullable OnFailure policy) {
    if (member.isFinal()) {
      return;
    }
    OnFailure chosen = policy == null ? flow.onFailure() : policy;
    switch (outcome) {
      case OK -> member.course.succeed();
      case CUT -> {
        // it never started; whoever finds the trip ends the element
      }
      case ABORTED -> member.end(ElementStatus.ABORTED);
      case BAD -> {
        if (chosen == OnFailure.CONTINUE) {
          ignored = true;
          member.course.succeed();
        } else {
          fail(member, chosen);
        }
      }
    }
  }

  private void fail(Member member, OnFailure chosen) {
    boolean rescued = member.course.fail();
    if (member.course.hasFailed()) {
      member.end(ElementStatus.FAILED);
    }
    if (!rescued && !member.counted) {
      member.counted = true;
      if (chosen == OnFailure.ABORT || flow.thresholds().stream().anyMatch(this::isExceeded)) {
        trip = flow.onTrip();
      }
    }
  }

  private boolean isExceeded(Threshold threshold) {
    List<Member> scope =
        switch (threshold.scope()) {
          case BATCH -> batch.members();
          case TIER -> batch.tier();
          case FLOW -> members;
        };
    int failed = (int) scope.stream().filter(member -> member.counted).count();
    return threshold.isExceeded(failed, scope.size());
  }
}
