package io.flowengine.internal.element;

import java.util.List;

/**
 * Steps first: among the elements of a batch that still run, those at the earliest position do
 * their step together, and when all have ended the next round is found.
 */
final class Lockstep {
  private final ElementRun run;
  private final Courses courses;
  private final Batch batch;
  private final Rounds rounds = new Rounds();

  Lockstep(ElementRun run, Courses courses, Batch batch) {
    this.run = run;
    this.courses = courses;
    this.batch = batch;
  }

  void begin() {
    round(batch.members());
  }

  /** Finds the next round; {@code moved} no longer stand where they stood. */
  private void round(List<Member> moved) {
    if (run.isOver()) {
      return;
    }
    if (courses.areSeen()) {
      moved.forEach(Member::publish);
    }
    boolean stops = run.stops();
    courses.goOn(moved); // after a trip too: only then is it known who has reached the end
    List<Member> next = stops ? batch.members() : moved;
    do {
      for (Member member : next) {
        run.fates().conclude(member, stops);
        if (!member.isFinal()) {
          rounds.add(member);
        }
      }
      next = rounds.takeEarliest();
    } while (decide(next));
    if (next.isEmpty()) {
      run.batches().next();
    } else {
      List<Member> cohort = next;
      run.performance()
          .perform(
              cohort,
              run.flow().pace().width(),
              () -> run.scene().stage().later(() -> round(cohort)));
    }
  }

  /** Decides if that is what they stand at; those at one position stand at one step. */
  private boolean decide(List<Member> cohort) {
    if (cohort.isEmpty() || !cohort.getFirst().course().isAtDecision()) {
      return false;
    }
    cohort.forEach(run.fates()::decide);
    return true;
  }
}
