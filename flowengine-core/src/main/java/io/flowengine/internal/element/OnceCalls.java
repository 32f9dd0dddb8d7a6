package io.flowengine.internal.element;

import io.flowengine.element.ElementStep.Child;
import io.flowengine.element.ElementStep.Once;
import io.flowengine.element.ElementStep.Task;
import io.flowengine.element.StepResult;
import io.flowengine.spi.StepAnswer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Steps that are done once, on the first element that comes to them; all get the result. */
final class OnceCalls {
  /** What came of it. */
  private record Came(Outcome outcome, StepAnswer answer, @Nullable StepResult result) {
    /** False if it did not end by itself, but because of the element it was done on. */
    boolean holdsForAll() {
      return outcome != Outcome.CUT && outcome != Outcome.GONE;
    }
  }

  /** Which step of the flow, and in which batch if it is once in each. */
  private record Site(String step, int batch) {}

  private static final class Shared {
    private final List<Consumer<Came>> waiting = new ArrayList<>();
    private @Nullable Member doer;
    private @Nullable Came came;
  }

  private final ElementRun run;
  private final Scene scene;
  private final ChildCalls children;
  private final Map<Site, Shared> shared = new HashMap<>();

  OnceCalls(ElementRun run, Scene scene, ChildCalls children) {
    this.run = run;
    this.scene = scene;
    this.children = children;
  }

  void perform(Once once, List<Member> cohort, Runnable allEnded) {
    Site site = new Site(id(once), once.perBatch() ? run.batches().number() : 0);
    Shared known = shared.get(site);
    Shared mine = known == null ? new Shared() : known;
    Consumer<Came> tell =
        came -> {
          for (Member member : cohort) {
            boolean concerns = came.holdsForAll() || member.equals(mine.doer);
            if (concerns && came.result != null && once.step() instanceof Task task) {
              member.record(task.id(), came.result);
            }
            run.fates().settle(member, concerns ? came.outcome : Outcome.CUT, null, came.answer);
          }
          allEnded.run();
        };
    if (mine.came != null) {
      tell.accept(mine.came);
      return;
    }
    mine.waiting.add(tell);
    if (known == null) {
      shared.put(site, mine);
      mine.doer = cohort.getFirst();
      begin(once, cohort.getFirst(), site, mine);
    }
  }

  private static String id(Once once) {
    return switch (once.step()) {
      case Task task -> task.id();
      case Child child -> child.id();
      default -> throw new IllegalStateException(once.step() + " cannot be done once");
    };
  }

  private void begin(Once once, Member first, Site site, Shared mine) {
    switch (once.step()) {
      case Task task ->
          new Errand(
                  run,
                  scene,
                  task,
                  first,
                  (outcome, result) ->
                      ended(site, mine, new Came(outcome, answer(outcome, result), result)))
              .begin();
      case Child child ->
          children.once(
              child,
              first,
              (outcome, answer) -> ended(site, mine, new Came(outcome, answer, null)));
      default -> throw new IllegalStateException(once.step() + " cannot be done once");
    }
  }

  private static StepAnswer answer(Outcome outcome, @Nullable StepResult result) {
    return result == null
        ? StepAnswer.Passed.PASSED
        : new StepAnswer.TaskEnded(result, outcome == Outcome.BAD);
  }

  private void ended(Site site, Shared mine, Came came) {
    if (mine.came == null) {
      mine.came = came;
      if (!came.holdsForAll()) {
        shared.remove(site); // whoever comes next does it
      }
      List<Consumer<Came>> waiting = List.copyOf(mine.waiting);
      mine.waiting.clear();
      waiting.forEach(each -> each.accept(came));
    }
  }

  /** Nothing waits any more for what has not ended. */
  void giveUp() {
    for (Shared each : List.copyOf(shared.values())) {
      if (each.came == null && each.waiting.size() > 1) {
        List<Consumer<Came>> others = List.copyOf(each.waiting.subList(1, each.waiting.size()));
        each.waiting.subList(1, each.waiting.size()).clear();
        Came cut = new Came(Outcome.CUT, StepAnswer.Passed.PASSED, null);
        others.forEach(other -> other.accept(cut));
      }
    }
  }
}
