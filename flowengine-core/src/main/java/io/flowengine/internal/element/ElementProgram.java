package io.flowengine.internal.element;

import io.flowengine.element.ElementEvent.Kind;
import io.flowengine.element.ElementFlow;
import io.flowengine.element.RunStatus;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.FlowEngineException;
import io.flowengine.execution.LogLevel;
import io.flowengine.execution.Value;
import io.flowengine.internal.element.Selected.Choice;
import io.flowengine.spi.CallResult;
import io.flowengine.spi.FlowCalls;
import io.flowengine.spi.FlowProgram;
import io.flowengine.spi.ScriptFailedException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    Selecting selecting = isNew ? select(calls, inputs) : new Selecting(selected, null);
    if (!(selecting.answer instanceof CallResult.Returned chosen)) {
      return ended(selecting.answer);
    }
    JournaledStage stage = new JournaledStage(record.origin().createdAt(), !isCheck);
    LiveTelling telling = new LiveTelling(record.id(), shop.listeners(), stage::now);
    if (isNew) {
      telling.goLive();
    }
    ElementRun run;
    Choice choice;
    try {
      choice =
          selecting.choice == null
              ? RecordedChoice.of(chosen.value(), Selected.plain(inputs))
              : selecting.choice;
      run = begin(flow, shop, stage, telling, record, choice);
    } catch (ScriptFailedException e) {
      throw e;
    } catch (FlowEngineException e) {
      throw new ScriptFailedException(
          RunSummary.errorName(e), String.valueOf(e.getMessage()), "", List.of(), null);
    }
    try {
      return play(
          calls, run, choice.printed(), new LiveRun(calls, shop, stage, run, telling, isCheck));
    } finally {
      run.forsake();
    }
  }

  private static Value play(FlowCalls calls, ElementRun run, List<String> lines, LiveRun live) {
    for (String line : lines) {
      CallResult printed = calls.print(LogLevel.INFO, line);
      if (!(printed instanceof CallResult.Returned)) {
        return ended(printed);
      }
    }
    CallResult last = live.play();
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

  /**
   * The elements were chosen just now, or long ago.
   *
   * @param answer the answer to the call that chooses
   * @param choice what was chosen, as it was recorded; null if that has to be read
   */
  private record Selecting(CallResult answer, @Nullable Choice choice) {}

  /** Makes the run of what was chosen. */
  static ElementRun begin(
      ElementFlow flow,
      Workshop shop,
      JournaledStage stage,
      Telling telling,
      ExecutionRecord record,
      Choice choice) {
    Map<String, @Nullable Object> inputs = record.attributes().inputs().toMap();
    Scene scene =
        new Scene(
            stage,
            new Limits(stage, shop.permits()),
            shop.repertoire(),
            telling,
            record.id().toString(),
            Scene.seedOf(record.id()));
    ElementRun run = Selected.run(flow, scene, inputs, choice.elements(), () -> {});
    if (!choice.remembered().isEmpty()) {
      for (Member member : run.members()) {
        Object own = choice.remembered().get(member.id());
        if (own != null) {
          Remembered.restore(member, own);
        }
      }
    }
    run.tell(Kind.RUN_STARTED, null, null, null);
    run.tell(Kind.SELECTED, null, null, choice.selected());
    run.tell(Kind.ORDERED, null, null, choice.elements().size());
    choice.printed().forEach(line -> run.tell(Kind.PRINTED, null, null, line));
    choice.warnings().forEach(warning -> run.tell(Kind.WARNING, null, null, warning));
    new Planner(flow, shop.repertoire())
        .warnings(run.members(), Batch.of(flow, run.members()))
        .forEach(warning -> run.tell(Kind.WARNING, null, null, warning));
    return run;
  }

  private Selecting select(FlowCalls calls, Map<String, @Nullable Object> inputs) {
    try {
      new Planner(flow, shop.repertoire()).requireValid();
      Choice choice = Reselection.of(flow, shop, inputs);
      if (choice == null) {
        Instant begun = calls.record().origin().createdAt();
        choice =
            Selected.choose(
                flow, shop.inventory(), shop.repertoire(), inputs, Optional.of(calls.id()), begun);
      }
      Planner.requireTiers(flow, choice.elements());
      Choice stored = RecordedChoice.stored(choice, shop.inventory(), Selected.plain(inputs));
      Value recorded = RecordedChoice.toValue(choice, shop.inventory());
      return new Selecting(calls.complete(recorded), stored);
    } catch (ScriptFailedException e) {
      return failed(calls, e.error(), e);
    } catch (RuntimeException e) {
      return failed(calls, RunSummary.errorName(e), e);
    }
  }

  private static Selecting failed(FlowCalls calls, String error, RuntimeException e) {
    return new Selecting(calls.fail(error, String.valueOf(e.getMessage()), true), null);
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
