package io.flowengine.internal.element;

import java.util.List;

/**
 * Elements first: each element of a batch is a lane that goes through the steps by itself, and not
 * more lanes than the width are open.
 */
final class Lanes {
  private final ElementRun run;
  private final Courses courses;
  private final Batch batch;
  private int opened;
  private int unfinished;
  private boolean opening;

  Lanes(ElementRun run, Courses courses, Batch batch) {
    this.run = run;
    this.courses = courses;
    this.batch = batch;
  }

  /** Opens as many as may be. Lanes that close at once are seen by its own loop. */
  void open() {
    if (opening) {
      return;
    }
    opening = true;
    List<Member> all = batch.members();
    int width = run.flow().pace().width();
    while (opened < all.size()
        && unfinished < width
        && !run.trips().hasTripped()
        && run.maySchedule()) {
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
      run.batches().next();
    }
  }

  private void goOn(Member member) {
    courses.goOnAll();
    while (member.course().isAtDecision()) {
      run.fates().decide(member);
    }
    boolean stops = run.stops();
    if (member.isFinal() || member.course().step() == null || stops) {
      close(member, stops);
    } else {
      run.performance()
          .perform(List.of(member), 1, () -> run.scene().stage().later(() -> goOn(member)));
    }
  }

  private void close(Member member, boolean stops) {
    run.fates().conclude(member, stops);
    if (courses.areSeen()) {
      member.publish();
    }
    unfinished--;
    open();
  }
}
