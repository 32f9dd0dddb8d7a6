package io.flowengine.internal.host;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.ExecutionType;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.Page;
import io.flowengine.execution.Query;
import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import io.flowengine.execution.Rerun;
import io.flowengine.execution.ResourceNotFoundException;
import io.flowengine.internal.node.Services;
import io.flowengine.internal.source.FlowDefinition;
import io.flowengine.internal.start.Creation;
import io.flowengine.spi.JournalEntry;
import io.flowengine.spi.JournalEntry.Kind;
import java.util.ArrayList;
import java.util.List;

/** What it takes to do ended executions again. */
public final class Reruns {
  private Reruns() {}

  /**
   * Finds an execution that can be done again.
   *
   * @param services the engine
   * @param id the execution
   * @return its record
   * @throws ResourceNotFoundException if there is no such execution
   * @throws InvalidInputException if it has not ended
   */
  public static ExecutionRecord ended(Services services, ExecutionId id) {
    List<ExecutionRecord> found = services.store().executions(List.of(id));
    if (found.isEmpty()) {
      throw new ResourceNotFoundException(RecordRef.of(RecordType.EXECUTION, id.toString()));
    }
    ExecutionRecord record = found.getFirst();
    if (!record.status().isEnded()) {
      throw new InvalidInputException(
          "execution "
              + id
              + " has not ended, it is "
              + record.status()
              + (record.state().reason() == null ? "" : " (" + record.state().reason() + ")")
              + "; wait for its end or cancel it before it is done again");
    }
    return record;
  }

  /**
   * Finds what a rerun runs.
   *
   * @param services the engine
   * @param record the earlier execution
   * @return the newest version of its flow; what it ran itself if the engine has no flow of that
   *     name any more, or if it was no flow
   */
  public static FlowDefinition newest(Services services, ExecutionRecord record) {
    boolean flow = record.origin().type() == ExecutionType.FLOW;
    return flow
        ? services.catalog().find(record.origin().flowName()).orElseGet(() -> pinned(record))
        : pinned(record);
  }

  /**
   * Finds what an execution runs.
   *
   * @param record the execution
   * @return its flow in the version it began with
   */
  public static FlowDefinition pinned(ExecutionRecord record) {
    ExecutionRecord.Origin origin = record.origin();
    return new FlowDefinition(origin.flowName(), origin.requires(), origin.scriptHash(), null);
  }

  /**
   * Lists all executions that a query finds, before anything is done to them.
   *
   * @param services the engine
   * @param query which; its limit is the size of the pages that are read
   * @return the executions, in the order of the query
   */
  public static List<ExecutionRecord> all(Services services, Query query) {
    List<ExecutionRecord> all = new ArrayList<>();
    Query next = query;
    do {
      Page<ExecutionRecord> page = services.store().executions(next);
      all.addAll(page.items());
      next = next.after(page.cursor());
    } while (next.cursor() != null);
    return all;
  }

  /**
   * Takes what a restart shares with the earlier execution: everything that was recorded before a
   * step.
   *
   * @param services the engine
   * @param record the earlier execution
   * @param step the key of the step
   * @return the link, the seed and the shared part of the journal
   * @throws InvalidInputException if the journal has no such step, or the flow had ended already
   *     when it made it
   */
  public static Creation.Again before(Services services, ExecutionRecord record, String step) {
    List<JournalEntry> journal = services.store().journal(record.id());
    JournalEntry found =
        journal.stream()
            .filter(entry -> entry.call().kind() == Kind.STEP && entry.call().key().equals(step))
            .findFirst()
            .orElseThrow(() -> noStep(record.id(), journal, step));
    List<JournalEntry> shared =
        journal.stream().filter(entry -> entry.position().compareTo(found.position()) < 0).toList();
    for (JournalEntry entry : shared) {
      if (entry.call().kind() == Kind.END || entry.result() instanceof JournalEntry.Interrupted) {
        throw new InvalidInputException(
            "step '"
                + step
                + "' of execution "
                + record.id()
                + " was made by clean-up code, behind "
                + entry.call().name()
                + " at position "
                + entry.position()
                + "; choose a step before that");
      }
    }
    return new Creation.Again(new Rerun(record.id(), step), record.origin().seed(), shared);
  }

  private static InvalidInputException noStep(
      ExecutionId id, List<JournalEntry> journal, String step) {
    List<String> steps =
        journal.stream()
            .filter(entry -> entry.call().kind() == Kind.STEP)
            .map(entry -> entry.call().key())
            .toList();
    return new InvalidInputException(
        "execution "
            + id
            + " has recorded no step '"
            + step
            + "'; "
            + (steps.isEmpty() ? "it has recorded no steps at all" : "its steps are " + steps));
  }
}
