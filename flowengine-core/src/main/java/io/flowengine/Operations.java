package io.flowengine;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.BrokenFlow;
import io.flowengine.execution.Diagnosis;
import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.ExecutionType;
import io.flowengine.execution.Filter;
import io.flowengine.execution.Query;
import io.flowengine.execution.ResourceNotFoundException;
import io.flowengine.internal.host.Diagnoses;
import io.flowengine.internal.host.Exports;
import io.flowengine.internal.host.Locks;
import io.flowengine.internal.host.Reruns;
import io.flowengine.internal.node.PatientStore;
import io.flowengine.internal.node.Services;
import io.flowengine.internal.record.LockQueue;
import io.flowengine.internal.runtime.ForcedEnd;
import io.flowengine.internal.runtime.Rehearsal;
import io.flowengine.internal.source.BrokenFlows;
import io.flowengine.internal.source.Catalog;
import io.flowengine.internal.source.FlowDefinition;
import io.flowengine.spi.FlowScript;
import io.flowengine.spi.JournalExport;
import io.flowengine.spi.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What operators of an engine need when something does not go as it should: why an execution is not
 * running, leases, locks, forced ends, exported journals. Thread-safe. All methods throw {@link
 * io.flowengine.execution.EngineClosedException} if the engine is closed.
 */
public final class Operations {
  private static final List<String> UNENDED =
      Stream.of(ExecutionStatus.values())
          .filter(status -> !status.isEnded())
          .map(ExecutionStatus::name)
          .toList();

  private final FlowEngine engine;
  private final PatientStore store;
  private final Diagnoses diagnoses;

  Operations(FlowEngine engine, PatientStore store, Diagnoses diagnoses) {
    this.engine = engine;
    this.store = store;
    this.diagnoses = diagnoses;
  }

  private Services services() {
    engine.requireOpen();
    return engine.services();
  }

  /**
   * Tells whether the store answers. The engine calls it at least every few seconds, to renew its
   * lease, so this is never much older; it does not call the store itself, and does not block.
   *
   * @return the health at this moment
   */
  public StoreHealth storeHealth() {
    engine.requireOpen();
    PatientStore.Condition condition = store.condition();
    StoreException failure = condition.failure();
    return new StoreHealth(
        failure == null ? null : String.valueOf(failure.getMessage()),
        condition.since(),
        store.waiting());
  }

  private ExecutionRecord record(ExecutionId id) {
    return engine.execution(requireNonNull(id, "id")).record();
  }

  /**
   * Checks the scripts of all flows, for instance before a deployment or in a test: those that
   * cannot be read, and those that are no program. Runs none of them. May block for some seconds,
   * until the languages have started.
   *
   * @return what is wrong, by the names of the flows; empty if all can be run
   */
  public List<BrokenFlow> brokenFlows() {
    return BrokenFlows.in(services().catalog());
  }

  /**
   * Tells why an execution is not running: what it waits for, who holds it, since when.
   *
   * @param id the execution
   * @return the reason at this moment
   * @throws ResourceNotFoundException if there is no such execution
   */
  public Diagnosis diagnose(ExecutionId id) {
    return diagnoses.of(record(id));
  }

  /**
   * Lists executions that will hardly go on by themselves, see {@link Diagnosis#isStuck}. Looks at
   * all that have not ended, so it takes time in a large store.
   *
   * @param patience how long something may be due without being taken; 30 s is more than a node
   *     needs to take over from one that died
   * @return the reasons, oldest execution first
   */
  public List<Diagnosis> stuck(Duration patience) {
    Instant now = services().environment().instant();
    Query query = Query.where(Filter.in("status", UNENDED)).limit(Query.MAX_LIMIT);
    return Reruns.all(services(), query).stream()
        .map(diagnoses::of)
        .filter(diagnosis -> diagnosis.isStuck(now, patience))
        .toList();
  }

  /**
   * Takes an execution away from the node that holds it, for instance because that node hangs. It
   * is due at once and goes on from its journal, on any node. What the old holder still writes is
   * refused; a step body that it is running may be run a second time.
   *
   * @param id the execution
   * @return false if nobody held it; then nothing happens
   * @throws ResourceNotFoundException if there is no such execution
   */
  public boolean releaseLease(ExecutionId id) {
    ExecutionRecord record = record(id);
    Services services = services();
    boolean released = services.store().release(record.id(), services.environment().instant());
    if (released) {
      services.host().expel(id);
      services.host().due(List.of(id));
    }
    return released;
  }

  /**
   * Ends an execution without running any of its code, wherever it is and whether a node could run
   * it or not: as cancelled, and its descendants are cancelled with it. {@link Execution#cancel()}
   * comes first: it lets the flow clean up.
   *
   * @param id the execution
   * @param message its last words
   * @return false if it had ended before; then nothing happens
   * @throws ResourceNotFoundException if there is no such execution
   */
  public boolean forceEnd(ExecutionId id, String message) {
    ExecutionRecord record = record(id);
    return ForcedEnd.end(services(), record.id(), requireNonNull(message, "message"));
  }

  /**
   * Lists the settings that are locked. Looks at every setting, so it takes time in a store that
   * has many.
   *
   * @return the locks at this moment, by the name of the setting
   */
  public List<HeldLock> locks() {
    List<HeldLock> locks = new ArrayList<>();
    Locks.held(services())
        .forEach(
            (setting, queue) -> {
              LockQueue.Holder holder = requireNonNull(queue.holder());
              locks.add(new HeldLock(setting, holder.execution(), holder.since(), queue.waiting()));
            });
    return locks;
  }

  /**
   * Frees the lock of a setting from the holder it was found with, for instance because that ended
   * without releasing it. The first execution that waits gets it.
   *
   * @param lock the lock as {@link #locks} has told it
   * @return false if that holder does not have it any more; then nothing happens
   * @throws ResourceNotFoundException if there is no such setting
   */
  public boolean releaseLock(HeldLock lock) {
    return Locks.release(
        services(),
        lock.setting(),
        holder -> holder.execution().equals(lock.holder()) && holder.since().equals(lock.since()));
  }

  /**
   * Frees the lock of a setting, whoever has it at this moment. That need not be who had it when
   * you looked: {@link #releaseLock(HeldLock)} is safer.
   *
   * @param setting the name of the setting
   * @return false if it was free; then nothing happens
   * @throws ResourceNotFoundException if there is no such setting
   */
  public boolean releaseLock(String setting) {
    return Locks.release(services(), requireNonNull(setting, "setting"), holder -> true);
  }

  /**
   * Exports the journal of an execution with what a replay of it looks at. {@link
   * JournalExport#toJson()} gives it as text. Inputs, outputs and results are in it as stored.
   *
   * @param id the execution, ended or not
   * @return the journal as it is now
   * @throws ResourceNotFoundException if there is no such execution
   */
  public JournalExport export(ExecutionId id) {
    return Exports.of(services(), record(id));
  }

  /**
   * Replays an exported journal against a flow of this engine: the newest one of that name, or if
   * there is none the text in the export. Nothing that is recorded is done again, nothing is done
   * behind the last entry, and nothing is stored. It is for engines of tests; the execution itself
   * must not be running in this engine at the same time.
   *
   * @param export the journal
   * @return the execution as the replay left it: ended, or {@code RUNNING} if the flow has come
   *     through the whole journal and would go on from there
   * @throws io.flowengine.execution.NonDeterministicFlowException if the flow makes another call
   *     than the journal has; the message names position, script line, both calls
   * @throws ResourceNotFoundException if the engine has no flow of that name and the export no text
   */
  public ExecutionRecord replay(JournalExport export) {
    Services services = services();
    return Rehearsal.replay(services, export, definition(services.catalog(), export), null);
  }

  private static FlowDefinition definition(Catalog catalog, JournalExport export) {
    FlowScript script = export.script();
    String flow = export.execution().origin().flowName();
    boolean isFlow = export.execution().origin().type() == ExecutionType.FLOW;
    if (script == null || (isFlow && catalog.find(flow).isPresent())) {
      return catalog.require(flow);
    }
    return catalog.define(script);
  }
}
