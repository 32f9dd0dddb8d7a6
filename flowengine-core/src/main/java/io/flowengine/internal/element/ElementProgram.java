package io.flowengine.internal.element;

import static java.util.stream.Collectors.joining;

import io.flowengine.element.ElementContext;
import io.flowengine.element.ElementFlow;
import io.flowengine.element.ElementStatus;
import io.flowengine.element.ElementTask;
import io.flowengine.element.Inventory;
import io.flowengine.element.RunStatus;
import io.flowengine.element.StepResult;
import io.flowengine.execution.FlowEngineException;
import io.flowengine.execution.Value;
import io.flowengine.spi.CallResult;
import io.flowengine.spi.Environment;
import io.flowengine.spi.FlowCalls;
import io.flowengine.spi.FlowProgram;
import io.flowengine.spi.ScriptFailedException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A flow over elements as a program: an execution of it is a run. */
public final class ElementProgram implements FlowProgram {
  /** The name of the call that chooses the elements. */
  static final String SELECT = "elements.select";

  private static final int MOST_NAMED = 5;

  private final ElementFlow flow;
  private final Inventory inventory;
  private final Map<String, ElementTask> tasks;
  private final Environment environment;

  /**
   * Makes a program.
   *
   * @param flow the flow
   * @param inventory where its elements are
   * @param tasks its tasks and those of its children, by name
   * @param environment time and threads
   */
  public ElementProgram(
      ElementFlow flow,
      Inventory inventory,
      Map<String, ElementTask> tasks,
      Environment environment) {
    this.flow = flow;
    this.inventory = inventory;
    this.tasks = Map.copyOf(tasks);
    this.environment = environment;
  }

  /** {@return the flow} */
  public ElementFlow flow() {
    return flow;
  }

  @Override
  public Value run(FlowCalls calls) {
    Map<String, @Nullable Object> inputs = calls.record().attributes().inputs().toMap();
    CallResult selected = calls.call(SELECT, Value.EMPTY);
    if (selected instanceof CallResult.Perform) {
      selected = select(calls, inputs);
    }
    if (!(selected instanceof CallResult.Returned chosen)) {
      return ended(selected);
    }
    JournaledStage stage = new JournaledStage(calls.record().origin().createdAt());
    List<ElementContext> elements = Selected.contexts(chosen.value(), inputs);
    ElementRun run = new ElementRun(flow, null, stage, new Limits(stage), elements, () -> {});
    CallResult last = new LiveRun(calls, environment, tasks, stage, run).play();
    if (last instanceof CallResult.Signalled) {
      run.cancel();
      CallResult unused = calls.call("set_output", Value.of(Map.of("outputs", outputs(run))));
      return Value.NULL;
    }
    return last instanceof CallResult.Returned ? conclude(run) : ended(last);
  }

  private CallResult select(FlowCalls calls, Map<String, @Nullable Object> inputs) {
    try {
      return calls.complete(Selected.choose(flow, inventory, inputs));
    } catch (FlowEngineException e) {
      String error = e.getClass().getSimpleName().replaceFirst("Exception$", "Error");
      return calls.fail(error, String.valueOf(e.getMessage()), true);
    } catch (RuntimeException e) {
      return calls.fail(e.getClass().getSimpleName(), String.valueOf(e.getMessage()), true);
    }
  }

  /** What a call that did not return makes of the program. */
  private static Value ended(CallResult answer) {
    if (answer instanceof CallResult.Raised raised) {
      throw new ScriptFailedException(raised.error(), raised.message(), "", List.of(), null);
    }
    return Value.NULL;
  }

  private Value conclude(ElementRun run) {
    Value outputs = Value.of(outputs(run));
    return switch (run.status()) {
      case SUCCEEDED, SUCCEEDED_WITH_IGNORED, EMPTY -> outputs;
      case ABORTED, FAILED, CANCELLED ->
          throw new ScriptFailedException(
              "ElementsFailedError", describe(run), "", List.of(), null, outputs);
    };
  }

  private static Map<String, Object> outputs(ElementRun run) {
    Map<String, Object> counts = new LinkedHashMap<>();
    Map<String, Object> elements = new LinkedHashMap<>();
    for (ElementStatus status : ElementStatus.values()) {
      List<String> ids = ids(run, status);
      if (!ids.isEmpty()) {
        counts.put(status.name(), ids.size());
        elements.put(status.name(), ids);
      }
    }
    return Map.of("status", run.status().name(), "counts", counts, "elements", elements);
  }

  private static List<String> ids(ElementRun run, ElementStatus status) {
    return run.members().stream()
        .filter(member -> member.status == status)
        .map(Member::id)
        .toList();
  }

  /** For example: flow F1: 2 of 4 elements failed: E2 (B: IOException: no route), E3 (…). */
  private String describe(ElementRun run) {
    List<Member> failed =
        run.members().stream().filter(member -> member.status == ElementStatus.FAILED).toList();
    String named =
        failed.stream()
            .limit(MOST_NAMED)
            .map(member -> member.id() + because(member))
            .collect(joining(", "));
    List<String> parts = new ArrayList<>();
    parts.add(
        failed.size()
            + " of "
            + run.members().size()
            + " elements failed: "
            + named
            + (failed.size() > MOST_NAMED ? " and " + (failed.size() - MOST_NAMED) + " more" : ""));
    if (run.status() == RunStatus.ABORTED) {
      parts.add("that is more than may fail, so the run was cut short");
    }
    return "flow " + flow.name() + ": " + String.join("; ", parts);
  }

  private static String because(Member member) {
    String because = "";
    for (Map.Entry<String, List<StepResult>> each : member.results().entrySet()) {
      var result = each.getValue().getLast().result();
      if (result.outcome().isBad()) {
        because =
            " (" + each.getKey() + ": " + Objects.requireNonNullElse(result.message(), "") + ")";
      }
    }
    return because;
  }
}
