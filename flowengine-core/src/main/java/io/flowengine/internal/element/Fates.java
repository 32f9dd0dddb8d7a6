package io.flowengine.internal.element;

import io.flowengine.element.ElementEvent.Kind;
import io.flowengine.element.ElementFlow;
import io.flowengine.element.ElementStatus;
import io.flowengine.element.FlowLimits.Lock;
import io.flowengine.element.StepResult;
import io.flowengine.element.TaskPolicy.OnFailure;
import io.flowengine.element.TaskResult;
import io.flowengine.spi.StepAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What becomes of the elements of a run, and whether too many have failed. */
final class Fates {
  private final ElementRun run;
  private final Courses courses;
  private final Tally tally;
  private boolean ignored;

  Fates(ElementRun run, Courses courses) {
    this.run = run;
    this.courses = courses;
    this.tally = new Tally(run.members().size());
  }

  private ElementFlow flow() {
    return run.flow();
  }

  void enter(Batch batch, int number) {
    tally.enter(batch, number);
  }

  /** True if a failure was ignored. */
  boolean hasIgnored() {
    return ignored;
  }

  /** The first thing is done to an element. */
  void begin(Member member) {
    if (member.started) {
      return;
    }
    member.started = true;
    tally.begin();
    run.tell(Kind.ELEMENT_STARTED, member, null, null);
    Duration most = flow().times().element();
    if (most != null) {
      member.alarm = run.scene().stage().alarm(most, () -> expire(member, most));
    }
    ElementRun parent = run.place().parent();
    if (parent != null && member.outer != null) {
      parent.fates().begin(member.outer);
    }
  }

  private void expire(Member member, Duration most) {
    if (!member.isFinal()) {
      member.record("(element)", run.performance().outOfTime(most));
      fallOut(member, OnFailure.EXCLUDE);
      run.performance().giveUp(member);
    }
  }

  /** Other runs have some elements of a batch. */
  void refuse(List<Member> members, Map<String, String> owners) {
    boolean skips = BatchLocks.how(run) == Lock.SKIP;
    for (Member member : members) {
      String owner = owners.get(member.id());
      if (owner != null) {
        String locked = "locked: execution " + owner + " has element " + member.id();
        TaskResult result = skips ? TaskResult.skipped(locked) : TaskResult.failed(locked);
        Instant now = run.scene().stage().now();
        member.record("(lock)", new StepResult(result, 1, now, now));
        if (skips) {
          finish(member, ElementStatus.SKIPPED);
        } else {
          fallOut(member, flow().failures().onFailure());
        }
      }
    }
  }

  /** Has an element decide where to go. A condition that throws fails it, like a task. */
  void decide(Member member) {
    try {
      member.course().decide();
    } catch (RuntimeException e) { // code of the host
      Instant now = run.scene().stage().now();
      TaskResult result =
          TaskResult.failed(
              "a condition threw " + e.getClass().getSimpleName() + ": " + e.getMessage());
      member.record("(condition)", new StepResult(result, 1, now, now));
      settle(member, Outcome.BAD, null, StepAnswer.Passed.PASSED);
    }
  }

  /** A step has ended on an element. */
  void settle(Member member, Outcome outcome, @Nullable OnFailure policy, StepAnswer answer) {
    if (member.isFinal()) {
      return;
    }
    OnFailure chosen = policy == null ? flow().failures().onFailure() : policy;
    switch (outcome) {
      case OK -> member.course().succeed(answer);
      case CUT -> {
        // it did not end by itself; whoever finds the trip ends the element
      }
      case GONE -> finish(member, ElementStatus.SKIPPED);
      case ABORTED -> abort(member, answer);
      case BAD -> {
        if (chosen == OnFailure.CONTINUE) {
          ignored = true;
          member.course().succeed(answer);
        } else {
          fail(member, chosen, answer);
        }
      }
    }
  }

  private void abort(Member member, StepAnswer answer) {
    switch (flow().failures().onChildAbort()) {
      case CONTINUE -> member.course().succeed(answer);
      case EXCLUDE -> {
        if (courses.areSeen() && member.course().fail(answer)) {
          return; // a script has caught it
        }
        finish(member, ElementStatus.ABORTED);
      }
      case ABORT -> {
        finish(member, ElementStatus.ABORTED);
        run.trips()
            .trip(flow().failures().onTrip(), "a child flow was cut short on " + member.id());
      }
    }
  }

  private void fail(Member member, OnFailure chosen, StepAnswer answer) {
    int failedAt = Math.max(0, member.results().size() - 1);
    boolean caught = member.course().fail(answer);
    if (!caught || member.failedAt < 0) {
      member.failedAt = failedAt;
    }
    if (member.course().hasFailed()) {
      fallOut(member, chosen);
    } else if (!caught) {
      count(member, chosen);
    }
  }

  private void fallOut(Member member, OnFailure chosen) {
    if (member.failedAt < 0) {
      member.failedAt = Math.max(0, member.results().size() - 1);
    }
    finish(member, ElementStatus.FAILED);
    count(member, chosen);
  }

  private void count(Member member, OnFailure chosen) {
    if (member.counted || run.batches().isPassingAgain()) {
      return;
    }
    member.counted = true;
    tally.fail();
    if (chosen == OnFailure.ABORT || tally.exceeds(flow().failures().thresholds())) {
      run.trips().trip(flow().failures().onTrip(), tally.failed() + " elements have failed");
    }
  }

  /** The run was cut short. What had failed before has failed. */
  void cut(Member member) {
    if (member.counted) {
      finish(member, ElementStatus.FAILED);
    } else {
      finish(member, member.started ? ElementStatus.ABORTED : ElementStatus.NOT_STARTED);
    }
  }

  void finish(Member member, ElementStatus status) {
    if (member.end(status)) {
      courses.left(member);
      run.tell(Kind.ELEMENT_ENDED, member, null, status);
    }
  }

  void conclude(Member member, boolean stops) {
    if (member.course().step() == null && !member.isFinal()) {
      if (member.course().hasFailed()) {
        fallOut(member, flow().failures().onFailure());
      } else {
        finish(member, ElementStatus.OK);
      }
    } else if (stops) {
      cut(member);
    }
  }
}
