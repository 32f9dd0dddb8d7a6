package io.flowengine.internal.element;

import io.flowengine.element.ChildResult;
import io.flowengine.element.ElementContext;
import io.flowengine.element.ElementEvent.Kind;
import io.flowengine.element.ElementFilter;
import io.flowengine.element.ElementScript;
import io.flowengine.element.ElementStatus;
import io.flowengine.element.ElementStep.Child;
import io.flowengine.element.FlowPace.Order;
import io.flowengine.element.Given;
import io.flowengine.element.RunStatus;
import io.flowengine.element.StepResult;
import io.flowengine.element.TaskPolicy.OnFailure;
import io.flowengine.element.TaskResult;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.Value;
import io.flowengine.spi.ScriptFailedException;
import io.flowengine.spi.StepAnswer;
import io.flowengine.spi.StepAnswer.Raises;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Runs of other flows that are steps of a run. */
final class ChildCalls {
  private static final int DEEPEST = 32;

  private final ElementRun run;
  private final Scene scene;
  private final Map<String, Integer> numbers = new HashMap<>();

  /** Hears what a child run has done to one of those that called it. */
  private interface Settled {
    void with(Member caller, Outcome outcome, StepAnswer answer);
  }

  /**
   * One call.
   *
   * @param step what is called
   * @param callers whose step it is, in rank order
   * @param given whom it gets
   */
  private record Call(Child step, List<Member> callers, List<Member> given) {}

  ChildCalls(ElementRun run, Scene scene) {
    this.run = run;
    this.scene = scene;
  }

  /** Does the step on all that stand at it. */
  void perform(List<Member> cohort, int width, Runnable allEnded) {
    List<Call> calls = new ArrayList<>();
    for (List<Member> group : Performance.groups(cohort)) {
      Child step = (Child) group.getFirst().course().step();
      if (step != null && step.given() == Given.Word.EACH) {
        group.forEach(member -> calls.add(new Call(step, List.of(member), List.of(member))));
      } else if (step != null) {
        warn(step);
        try {
          calls.add(new Call(step, group, given(step, group)));
        } catch (RuntimeException e) { // code of the host, or a filter that cannot be asked
          refuse(new Call(step, group, List.of()), e, this::settle);
        }
      }
    }
    Window.run(
        calls,
        width,
        (call, ended) -> begin(call, this::settle, () -> scene.stage().later(ended)),
        allEnded);
  }

  private void settle(Member caller, Outcome outcome, StepAnswer answer) {
    run.fates().settle(caller, outcome, null, answer);
  }

  /** Of what a script does people are warned the second time it does it. */
  private void warn(Child step) {
    if (step.given() == Given.Word.ALL
        && run.flow().pace().order() == Order.ELEMENT_FIRST
        && run.flow().executionScript() != null
        && numbers.getOrDefault(step.id(), 0) == 1
        && !isWarnedOf(step.flow().name())) {
      run.tell(
          Kind.WARNING, null, step.id(), Planner.squared(run.members().size(), step.flow().name()));
    }
  }

  private boolean isWarnedOf(String flow) {
    ElementScript script = run.flow().executionScript();
    return script != null && scene.repertoire().execution(script).flowsOnAll().contains(flow);
  }

  /** Does the step for one, who tells the others. */
  void once(Child step, Member caller, BiConsumer<Outcome, StepAnswer> ended) {
    List<Member> callers = List.of(caller);
    Settled settled = (member, outcome, answer) -> ended.accept(outcome, answer);
    Call call;
    try {
      call = new Call(step, callers, given(step, callers));
    } catch (RuntimeException e) { // code of the host, or a filter that cannot be asked
      refuse(new Call(step, callers, List.of()), e, settled);
      return;
    }
    begin(call, settled, () -> {});
  }

  private List<Member> given(Child step, List<Member> callers) {
    return switch (step.given()) {
      case Given.Word word ->
          switch (word) {
            case COHORT, EACH -> callers;
            case ALL -> run.members();
            case OWN_SELECTION ->
                listed(
                    step.flow().selection().among(ElementRun.contexts(run.members())).stream()
                        .map(context -> context.element().id())
                        .toList());
          };
      case Given.Listed listed -> listed(listed.ids());
      case Given.Matching matching -> {
        ElementFilter filter = ElementFilter.parse(matching.filter());
        yield run.members().stream().filter(member -> filter.test(member.context())).toList();
      }
    };
  }

  private List<Member> listed(List<String> ids) {
    Map<String, Member> known = new HashMap<>();
    run.members().forEach(member -> known.put(member.id(), member));
    List<Member> listed = new ArrayList<>();
    for (String id : ids) {
      Member member = known.get(id);
      if (member != null) {
        listed.add(member);
      }
    }
    return listed;
  }

  private void begin(Call call, Settled settled, Runnable ended) {
    Child step = call.step;
    if (!run.maySchedule()) {
      for (Member caller : call.callers) {
        settled.with(caller, Outcome.CUT, StepAnswer.Passed.PASSED);
      }
      ended.run();
      return;
    }
    try {
      if (run.place().depth() >= DEEPEST) {
        throw new InvalidInputException(
            "child flows", "must not be nested deeper than " + DEEPEST, step.flow().name());
      }
      requireKnown(step);
      Map<String, Member> outer = new HashMap<>();
      call.callers.forEach(caller -> outer.put(caller.id(), caller));
      List<Member> members = members(step, call.given, outer);
      List<ElementRun> started = new ArrayList<>(1);
      ElementRun child =
          new ElementRun(
              step.flow(),
              place(step),
              scene,
              Processing.plain(step.inputs()),
              members,
              () -> {
                conclude(call, started.getFirst(), settled);
                ended.run();
              });
      started.add(child);
      members.forEach(
          member -> {
            if (member.outer != null) {
              member.outer.inner = member;
            }
          });
      run.tell(Kind.CHILD_STARTED, null, step.id(), child.place().path());
      child.start();
    } catch (InvalidInputException | ScriptFailedException e) {
      refuse(call, e, settled);
      ended.run();
    }
  }

  private void requireKnown(Child step) {
    if (step.given() instanceof Given.Listed listed) {
      Set<String> missing = new HashSet<>(listed.ids());
      run.members().forEach(member -> missing.remove(member.id()));
      if (!missing.isEmpty()) {
        throw new InvalidInputException("elements", "must be in the calling run", missing);
      }
    }
  }

  private RunPlace place(Child step) {
    int number = numbers.merge(step.id(), 1, Integer::sum);
    String path = run.place().path();
    return new RunPlace(
        run,
        (path.isEmpty() ? "" : path + "/") + step.id() + "." + number,
        run.place().depth() + 1);
  }

  private List<Member> members(Child step, List<Member> given, Map<String, Member> outer) {
    List<ElementContext> contexts = new ArrayList<>(given.size());
    for (Member member : given) {
      contexts.add(
          step.inputs().isEmpty() ? member.context() : member.context().withInputs(step.inputs()));
    }
    List<ElementContext> processed =
        Processing.of(step.flow(), run, step.id(), Processing.plain(step.inputs())).apply(contexts);
    List<Member> members = new ArrayList<>(processed.size());
    for (ElementContext context : processed) {
      Member caller = outer.get(context.element().id());
      Member member = new Member(context, members.size(), caller);
      member.memory =
          caller == null || caller.memory == null ? null : caller.memory.below(step.id());
      members.add(member);
    }
    return members;
  }

  private void refuse(Call call, RuntimeException e, Settled settled) {
    Instant now = scene.stage().now();
    StepResult result =
        new StepResult(TaskResult.failed(String.valueOf(e.getMessage())), 1, now, now);
    ChildResult none = new ChildResult("", RunStatus.ERROR, Map.of(), Map.of());
    for (Member caller : call.callers) {
      caller.record(call.step.id(), result);
      settled.with(
          caller,
          Outcome.BAD,
          e instanceof InvalidInputException
              ? new StepAnswer.Wrong("InvalidInputError", String.valueOf(e.getMessage()))
              : new StepAnswer.FlowEnded(none, Raises.CHILD_FAILED));
    }
  }

  // ---------------------------------------------------------------- its end

  private void conclude(Call call, ElementRun child, Settled settled) {
    ChildResult result = result(child);
    run.tell(Kind.CHILD_ENDED, null, call.step.id(), child.place().path() + " " + result.status());
    Map<String, Member> inside = new HashMap<>();
    child.members().forEach(member -> inside.put(member.id(), member));
    Set<Member> callers = new HashSet<>(call.callers);
    Set<Member> given = new HashSet<>(call.given);
    for (Member member : call.given) {
      Member inChild = inside.get(member.id());
      if (inChild != null) {
        member.take(call.step.id(), inChild);
      }
      if (callers.contains(member)) {
        member.inner = null;
      }
    }
    for (Member caller : call.callers) {
      Member inChild = inside.get(caller.id());
      Outcome outcome =
          inChild != null
              ? outcome(inChild)
              : given.contains(caller) ? Outcome.OK : outcome(result.status());
      settled.with(caller, outcome, new StepAnswer.FlowEnded(result, raises(outcome)));
    }
  }

  /** What became of an element in the child is what the step has done to it. */
  private Outcome outcome(Member inChild) {
    return switch (inChild.status) {
      case OK -> Outcome.OK;
      case FAILED -> Outcome.BAD;
      case SKIPPED -> Outcome.GONE;
      case ABORTED, NOT_STARTED, CANCELLED -> run.maySchedule() ? Outcome.ABORTED : Outcome.CUT;
      case null -> throw new IllegalStateException(inChild.id() + " has no end");
    };
  }

  /** For an element that was not given to the child. */
  private static Outcome outcome(RunStatus status) {
    return switch (status) {
      case EMPTY, SUCCEEDED, SUCCEEDED_WITH_IGNORED -> Outcome.OK;
      case FAILED, ERROR -> Outcome.BAD;
      case ABORTED, CANCELLED, TIMED_OUT -> Outcome.ABORTED;
    };
  }

  private Raises raises(Outcome outcome) {
    return switch (outcome) {
      case OK, CUT, GONE -> Raises.NOTHING;
      case BAD ->
          run.flow().failures().onFailure() == OnFailure.CONTINUE
              ? Raises.NOTHING
              : Raises.CHILD_FAILED;
      case ABORTED ->
          run.flow().failures().onChildAbort() == OnFailure.CONTINUE
              ? Raises.NOTHING
              : Raises.CHILD_ABORTED;
    };
  }

  private ChildResult result(ElementRun child) {
    Map<String, ElementStatus> elements = new LinkedHashMap<>();
    Map<String, Value> outputs = new LinkedHashMap<>();
    for (Member member : child.members()) {
      @Nullable ElementStatus status = member.status;
      if (status != null) {
        elements.put(member.id(), status);
      }
      if (!member.outputs.isEmpty()) {
        outputs.put(member.id(), member.outputs);
      }
    }
    return new ChildResult(
        scene.id() + "/" + child.place().path(), child.status(), elements, outputs);
  }
}
