package io.flowengine;

import static java.util.Objects.requireNonNull;

import io.flowengine.element.ElementEvent;
import io.flowengine.element.ElementFlow;
import io.flowengine.element.ElementPlan;
import io.flowengine.element.ElementStatus;
import io.flowengine.element.RerunFrom;
import io.flowengine.element.RunResult;
import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import io.flowengine.execution.ResourceNotFoundException;
import io.flowengine.execution.Value;
import io.flowengine.internal.element.Planner;
import io.flowengine.internal.element.RecordedRun;
import io.flowengine.internal.element.Workshop;
import io.flowengine.internal.node.Services;
import io.flowengine.spi.Cell;
import io.flowengine.spi.Commit;
import io.flowengine.spi.CommitResult.Committed;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What can be asked about flows over elements and their runs. They are started like every other
 * flow. Thread-safe.
 */
public final class ElementRuns {
  /** The cells with the paths of the child runs that are to be cancelled, by execution. */
  private static final String CANCELLED = "elements.cancelled";

  private final FlowEngine engine;
  private final Services services;
  private final ElementLocks locks;

  ElementRuns(FlowEngine engine, Services services) {
    this.engine = engine;
    this.services = services;
    this.locks = new ElementLocks(services);
    services
        .catalog()
        .workshop()
        .ifPresent(
            workshop -> {
              workshop.answeredBy(this::answer);
              workshop.recordedBy(this::recorded);
              workshop.cancelledBy(this::cancelledChildren);
              workshop.locksIn(locks);
            });
  }

  private Workshop workshop() {
    return services
        .catalog()
        .workshop()
        .orElseThrow(() -> new IllegalStateException("the engine has no flow over elements"));
  }

  private Optional<Object> answer(String message) {
    return services
        .store()
        .record(RecordRef.of(RecordType.MESSAGE, message))
        .map(record -> record.fields().toMap())
        .filter(fields -> Boolean.TRUE.equals(fields.get("is_submitted")))
        .map(fields -> fields.getOrDefault("response", Map.of()));
  }

  private List<String> cancelledChildren(String execution) {
    Value paths = services.store().cell(CANCELLED, execution).value();
    return paths.toObject() instanceof List<?> all
        ? all.stream().map(String::valueOf).toList()
        : List.of();
  }

  private Optional<RecordedRun> recorded(ElementFlow flow, ExecutionId id) {
    return services.store().executions(List.of(id)).stream()
        .findFirst()
        .map(
            record ->
                RecordedRun.read(
                    services.catalog().elementFlow(record).orElse(flow),
                    workshop(),
                    record,
                    services.store().journal(id)));
  }

  /**
   * Tells how far a run has come.
   *
   * @param id the execution
   * @return what is recorded of it now
   * @throws ResourceNotFoundException if there is no such execution
   * @throws InvalidInputException if this engine has no flow over elements that it runs
   * @throws io.flowengine.execution.EngineClosedException if the engine is closed
   */
  public RunResult result(ExecutionId id) {
    return read(id).result();
  }

  /**
   * Tells what has happened in a run.
   *
   * @param id the execution
   * @return all that is recorded of it now, in order
   * @throws ResourceNotFoundException if there is no such execution
   * @throws InvalidInputException if this engine has no flow over elements that it runs
   * @throws io.flowengine.execution.EngineClosedException if the engine is closed
   */
  public List<ElementEvent> events(ExecutionId id) {
    return read(id).events();
  }

  /**
   * Cancels one child run of a run, and no other: what it does is interrupted, and its elements
   * have the status CANCELLED in it and are cut short in the run that called it. Takes effect
   * within a second while the run works on something, on whichever node; while it only waits, as
   * soon as it goes on.
   *
   * @param id the execution
   * @param path the path of the child run, for example {@code child.2}, as its events have it
   * @throws ResourceNotFoundException if there is no such execution
   * @throws InvalidInputException if the run has no such child run, or that has ended
   * @throws io.flowengine.execution.EngineClosedException if the engine is closed
   */
  public void cancelChild(ExecutionId id, String path) {
    Set<String> open = read(id).childRuns();
    if (!open.contains(requireNonNull(path, "path"))) {
      throw new InvalidInputException(
          "path",
          "must be one of the child runs that have not ended: " + new TreeSet<>(open),
          path);
    }
    boolean written = false;
    while (!written) {
      Cell cell = services.store().cell(CANCELLED, id.toString());
      List<String> paths = new ArrayList<>(cancelledChildren(id.toString()));
      paths.add(path);
      Commit commit = new Commit(services.node());
      commit.write(CANCELLED, id.toString(), cell.version(), Value.of(paths));
      written = services.commit(commit) instanceof Committed;
    }
  }

  /**
   * Tells which run keeps an element from others with the locks of its batch; see {@link
   * io.flowengine.element.ElementFlowBuilder#lockBatches}.
   *
   * @param element the id of the element
   * @return the execution, on whichever node; empty if there is none
   * @throws io.flowengine.execution.EngineClosedException if the engine is closed
   */
  public Optional<ExecutionId> lockedBy(String element) {
    engine.requireOpen();
    return locks.owner(requireNonNull(element, "element"));
  }

  private RecordedRun read(ExecutionId id) {
    engine.requireOpen();
    ExecutionRecord record = require(id);
    return RecordedRun.read(flow(record), workshop(), record, services.store().journal(id));
  }

  private ExecutionRecord require(ExecutionId id) {
    return services.store().executions(List.of(requireNonNull(id, "id"))).stream()
        .findFirst()
        .orElseThrow(
            () -> new ResourceNotFoundException(RecordRef.of(RecordType.EXECUTION, id.toString())));
  }

  private ElementFlow flow(ExecutionRecord record) {
    return services
        .catalog()
        .elementFlow(record)
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "id", "must be of a flow over elements that this engine has", record.id()));
  }

  private ElementFlow flow(String name) {
    engine.requireOpen();
    services.catalog().require(requireNonNull(name, "name"));
    return services
        .catalog()
        .elementFlow(name)
        .orElseThrow(() -> new InvalidInputException("flow", "must be a flow over elements", name));
  }

  /**
   * Chooses the elements of a flow, without running anything.
   *
   * @param name the name of the flow
   * @param inputs the inputs it would be started with
   * @return its elements in their order, batches, steps, and warnings
   * @throws ResourceNotFoundException if there is no such flow
   * @throws InvalidInputException if it is none over elements, or would be refused
   * @throws io.flowengine.spi.ScriptFailedException if one of its scripts cannot be compiled, or
   *     its processing script raised an error
   */
  public ElementPlan plan(String name, Map<String, ? extends @Nullable Object> inputs) {
    Map<String, @Nullable Object> given = new LinkedHashMap<>(inputs);
    return Planner.plan(flow(name), workshop(), given, services.environment().instant());
  }

  /**
   * Begins a simulation of a flow: the decisions of a real run in virtual time, without its tasks.
   *
   * @param name the name of the flow
   * @return the simulation
   * @throws ResourceNotFoundException if there is no such flow
   * @throws InvalidInputException if it is none over elements
   */
  public ElementSimulation simulation(String name) {
    return new ElementSimulation(flow(name), workshop().repertoire());
  }

  /**
   * Prepares checking what a flow would do: like a run, but of each task only {@link
   * io.flowengine.element.ElementTask#check} is called, steps that wait take no time, and gates are
   * passed.
   *
   * @param name the name of the flow
   * @return the execution in the making
   * @throws ResourceNotFoundException if there is no such flow
   * @throws InvalidInputException if it is none over elements
   */
  public FlowStart check(String name) {
    ElementFlow flow = flow(name);
    return engine.flow(flow.name()).input("_check", true);
  }

  /**
   * Prepares doing an ended run again for some of its elements, in their old order, as a new
   * execution that names the earlier one in {@code rerun_of}. It has the newest version of the
   * flow, which must be that of the earlier run if it goes on from the failed steps.
   *
   * @param id the earlier execution
   * @param which the elements that ended like this
   * @param from where they begin
   * @return the execution in the making
   * @throws ResourceNotFoundException if there is no such execution
   * @throws InvalidInputException if it has not ended, is no run over elements, or its flow has
   *     another version now and it is to go on from the failed steps
   */
  public FlowStart rerun(ExecutionId id, Set<ElementStatus> which, RerunFrom from) {
    return rerun(id, which, from, false);
  }

  /**
   * Prepares doing an ended run again for some of its elements, also by a flow that is not the same
   * any more.
   *
   * @param id the earlier execution
   * @param which the elements that ended like this
   * @param from where they begin. A changed flow takes the earlier results from its beginning as
   *     long as its steps are those of the earlier run; from the first other one on all is done
   * @param allowChanged whether the flow may have another version than the earlier run
   * @return the execution in the making
   * @throws ResourceNotFoundException if there is no such execution
   * @throws InvalidInputException if it has not ended, is no run over elements, or its flow has
   *     another version now, it is to go on from the failed steps, and that is not allowed
   */
  public FlowStart rerun(
      ExecutionId id, Set<ElementStatus> which, RerunFrom from, boolean allowChanged) {
    ElementFlow flow = flow(require(id));
    if (from == RerunFrom.FAILED_STEP
        && !allowChanged
        && services.catalog().elementFlow(flow.name()).orElse(flow) != flow) {
      throw new InvalidInputException(
          "flow '"
              + flow.name()
              + "' has a newer version than the run; only a rerun from START, or one that allows it, can take that");
    }
    return engine
        .rerun(id)
        .input(
            "_rerun",
            Map.of(
                "run",
                id.toString(),
                "which",
                EnumSet.copyOf(which).stream().map(ElementStatus::name).toList(),
                "from",
                from.name()));
  }
}
