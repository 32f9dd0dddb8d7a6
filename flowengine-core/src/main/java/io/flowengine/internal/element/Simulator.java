package io.flowengine.internal.element;

import static java.util.Objects.requireNonNull;

import io.flowengine.element.ElementContext;
import io.flowengine.element.ElementFlow;
import io.flowengine.element.ElementStatus;
import io.flowengine.element.SimulatedRun;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs a flow in virtual time: the same decisions as in a real run, without the tasks. */
public final class Simulator {
  private Simulator() {}

  /** Says how a task goes. */
  public interface Script {
    /**
     * Says how long an attempt lasts.
     *
     * @param task the task
     * @param element the id of the element
     * @param attempt which attempt, from 1
     * @return how long; not negative
     */
    Duration duration(String task, String element, int attempt);

    /**
     * Says whether an attempt fails.
     *
     * @param task the task
     * @param element the id of the element
     * @param attempt which attempt, from 1
     * @return whether it does
     */
    boolean fails(String task, String element, int attempt);
  }

  /**
   * Runs a flow.
   *
   * @param flow the flow
   * @param elements the elements, in rank order
   * @param permits how many tasks the engine runs at once
   * @param script how tasks go
   * @return what happened
   */
  public static SimulatedRun run(
      ElementFlow flow, List<ElementContext> elements, int permits, Script script) {
    VirtualStage stage = new VirtualStage(script);
    ElementRun run =
        new ElementRun(flow, null, stage, new Limits(stage, permits), elements, () -> {});
    run.start();
    stage.play();
    Map<String, ElementStatus> statuses = new LinkedHashMap<>();
    run.members().forEach(member -> statuses.put(member.id(), requireNonNull(member.status)));
    return new SimulatedRun(run.status(), statuses, stage.starts(), stage.passed(), stage.peak());
  }
}
