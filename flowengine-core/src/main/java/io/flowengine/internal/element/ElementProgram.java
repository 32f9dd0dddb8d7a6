package io.flowengine.internal.element;

import io.flowengine.element.ElementEvent.Kind;
import io.flowengine.element.ElementFlow;
import io.flowengine.element.RunStatus;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.FlowEngineException;
import io.flowengine.execution.Value;
import io.flowengine.spi.CallResult;
import io.flowengine.spi.FlowCalls;
import io.flowengine.spi.FlowProgram;
import io.flowengine.spi.ScriptFailedException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A flow over elements as a program: an execution of it is a run. */
public final class ElementProgram implements FlowProgram {
  /** The name of the call that chooses the elements. */
  static final String SELECT = "elements.select";

  private final ElementFlow flow;
  private final Workshop shop;

  /**
   * Makes a program.
   *
   * @param flow the flow
   * @param shop what all runs of the engine share
   */
  public ElementProgram(ElementFlow flow, Workshop shop) {
    this.flow = flow;
    this.shop = shop;
  }

  /** {@return the flow} */
  public ElementFlow flow() {
    return flow;
  }

  /** {@return what all runs of the engine share} */
  public Workshop shop() {
    return shop;
  }

  static boolean isCheck(Map<String, @Nullable Object> inputs) {
    return Boolean.TRUE.equals(inputs.get(Selected.CHECK));
  }

  @Override
  public Value run(FlowCalls calls) {
    ExecutionRecord record = calls.record();
    Map<String, @Nullable Object> inputs = record.attributes().inputs().toMap();
    boolean isCheck = isCheck(inputs);
    CallResult selected = calls.call(SELECT, Value.EMPTY);
    boolean isNew = selected instanceof CallResult.Perform;
    if (isNew) {
      selected = select(calls, inputs);
    }
    if (!(selected instanceof CallResult.Returned chosen)) {
      return ended(selected);
    }
    JournaledStage stage = new JournaledStage(record.origin().createdAt(), !isCheck);
    LiveTelling telling = new LiveTelling(record.id(), shop.listeners(), stage::now);
    if (isNew) {
      telling.goLive();
    }
    ElementRun run;
    try {
      run = begin(flow, shop, stage, telling, record, chosen.value());
    } catch (ScriptFailedException e) {
      throw e;
    } catch (FlowEngineException e) {
      throw new ScriptFailedException(
          RunSummary.errorName(e), String.valueOf(e.getMessage()), "", List.of(), null);
    }
    CallResult last = new LiveRun(calls, shop, stage, run, telling, isCheck).play();
    if (last instanceof CallResult.Signalled) {
      run.tell(Kind.CANCELLED, null, null, null);
      run.cancel();
      CallResult unused =
          calls.call("set_output", Value.of(Map.of("outputs", new RunSummary(run).outputs())));
      run.tell(Kind.RUN_ENDED, null, null, RunStatus.CANCELLED);
      return Value.NULL;
    }
    if (!(last instanceof CallResult.Returned)) {
      return ended(last);
    }
    run.tell(Kind.RUN_ENDED, null, null, run.status());
    return new RunSummary(run).conclude();
  }

  /** Makes the run of recorded elements. */
  static ElementRun begin(
      ElementFlow flow,
      Workshop shop,
      JournaledStage stage,
      Telling telling,
      ExecutionRecord record,
      Value chosen) {
    Map<String, @Nullable Object> inputs = record.attributes().inputs().toMap();
    String id = record.id().toString();
    Scene scene =
        new Scene(
            stage,
            new Limits(stage, shop.permits()),
            shop.repertoire(),
            telling,
            id,
            id.hashCode());
    Selected.Choice choice = Selected.of(chosen, inputs);
    ElementRun run = Selected.run(flow, scene, inputs, choice.elements(), () -> {});
    if (chosen.toMap().get("remembered") instanceof Map<?, ?> remembered) {
      for (Member member : run.members()) {
        Object own = remembered.get(member.id());
        if (own != null) {
          Remembered.restore(member, own);
        }
      }
    }
    run.tell(Kind.RUN_STARTED, null, null, null);
    run.tell(Kind.SELECTED, null, null, choice.selected());
    run.tell(Kind.ORDERED, null, null, choice.elements().size());
    choice.warnings().forEach(warning -> run.tell(Kind.WARNING, null, null, warning));
    new Planner(flow, shop.repertoire())
        .warnings(run.members(), Batch.of(flow, run.members()))
        .forEach(warning -> run.tell(Kind.WARNING, null, null, warning));
    return run;
  }

  private CallResult select(FlowCalls calls, Map<String, @Nullable Object> inputs) {
    try {
      new Planner(flow, shop.repertoire()).requireValid();
      Value again = Reselection.of(flow, shop, inputs);
      if (again != null) {
        return calls.complete(again);
      }
      String id = calls.id().toString();
      Selected.Choice choice =
          Selected.choose(flow, shop, inputs, calls.record().origin().createdAt(), id.hashCode());
      return calls.complete(Selected.toValue(choice, shop.inventory()));
    } catch (ScriptFailedException e) {
      return calls.fail(e.error(), String.valueOf(e.getMessage()), true);
    } catch (RuntimeException e) {
      return calls.fail(RunSummary.errorName(e), String.valueOf(e.getMessage()), true);
    }
  }

  /** What a call that did not return makes of the program. */
  private static Value ended(CallResult answer) {
    if (answer instanceof CallResult.Raised raised) {
      throw new ScriptFailedException(
          raised.error(),
          raised.message(),
          "",
          List.of(),
          null,
          Value.of(Map.of("status", RunStatus.ERROR.name())));
    }
    return Value.NULL;
  }
}
