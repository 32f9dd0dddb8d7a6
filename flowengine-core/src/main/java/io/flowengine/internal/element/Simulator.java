package io.flowengine.internal.element;

import static java.util.Objects.requireNonNull;

import io.flowengine.element.ElementContext;
import io.flowengine.element.ElementEvent.Kind;
import io.flowengine.element.ElementFlow;
import io.flowengine.element.ElementStatus;
import io.flowengine.element.Inventory;
import io.flowengine.element.SimulatedRun;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

    /**
     * Says what a task gives.
     *
     * @param task the task
     * @param element the id of the element
     * @return a value that can be stored; null for nothing
     */
    @Nullable Object value(String task, String element);

    /**
     * Says whether a gate is not passed.
     *
     * @param gate the gate
     * @return whether it is not
     */
    boolean refuses(String gate);
  }

  /**
   * Chooses the elements of a flow, as its run would.
   *
   * @param flow the flow
   * @param inventory where they are
   * @param inputs the inputs of the flow
   * @param repertoire what its scripts may call
   * @return the elements, in rank order
   */
  public static List<ElementContext> choose(
      ElementFlow flow,
      Inventory inventory,
      Map<String, @Nullable Object> inputs,
      Repertoire repertoire) {
    return Selected.choose(flow, inventory, repertoire, inputs, Optional.empty(), Instant.EPOCH)
        .elements();
  }

  /**
   * Runs a flow.
   *
   * @param flow the flow
   * @param elements the elements, in rank order
   * @param inputs the inputs of the flow
   * @param repertoire what its scripts may call
   * @param permits how many tasks the engine runs at once
   * @param script how tasks go
   * @return what happened
   */
  public static SimulatedRun run(
      ElementFlow flow,
      List<ElementContext> elements,
      Map<String, @Nullable Object> inputs,
      Repertoire repertoire,
      int permits,
      Script script) {
    VirtualStage stage = new VirtualStage(script);
    EventLog log = new EventLog(stage::now);
    Scene scene = new Scene(stage, new Limits(stage, permits), repertoire, log, Scene.SIMULATED, 0);
    ElementRun run = Selected.run(flow, scene, inputs, elements, () -> {});
    log.tell(Kind.RUN_STARTED, run, null, null, null);
    run.start();
    stage.play(run::isOver);
    log.tell(Kind.RUN_ENDED, run, null, null, run.status());
    Map<String, ElementStatus> statuses = new LinkedHashMap<>();
    run.members().forEach(member -> statuses.put(member.id(), requireNonNull(member.status)));
    return new SimulatedRun(
        run.status(), statuses, stage.starts(), log.events(), stage.passed(), stage.peak());
  }
}
