package io.flowengine.internal.runtime;

import static io.flowengine.execution.ExecutionStatus.ENDED_CANCELLED;
import static io.flowengine.execution.ExecutionStatus.ENDED_ERROR;
import static io.flowengine.execution.ExecutionStatus.ENDED_SUCCESS;
import static java.util.Objects.requireNonNull;

import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.ExecutionRecord.End;
import io.flowengine.execution.ExecutionRecord.State;
import io.flowengine.execution.ExecutionType;
import io.flowengine.execution.Failure;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.LogLevel;
import io.flowengine.execution.StatusReason;
import io.flowengine.execution.Value;
import io.flowengine.internal.argument.Masks;
import io.flowengine.internal.journal.Journal;
import io.flowengine.internal.node.Part;
import io.flowengine.internal.node.Services;
import io.flowengine.internal.start.FlowDefaults;
import io.flowengine.internal.start.ScheduleSuccession;
import io.flowengine.internal.start.Wrapping;
import io.flowengine.spi.ScriptFailedException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The end of an execution: what it comes to, and the commit that says so. Belongs to whoever is
 * inside the gate.
 */
final class Conclusion {
  private final Services services;
  private final Ledger ledger;
  private final Journal journal;
  private final FlowRun run;
  private @Nullable Failure failure;

  Conclusion(Services services, Ledger ledger, Journal journal, FlowRun run) {
    this.services = services;
    this.ledger = ledger;
    this.journal = journal;
    this.run = run;
  }

  /** The handler returned. */
  void returned(Value result) {
    if (run.end().ending() == null) {
      run.outputs(merged(run.outputs(), result));
      run.end().by(new Unwinding.Ending(ENDED_SUCCESS, null, null));
    }
  }

  /** The handler raised an error. */
  void failed(ScriptFailedException e) {
    Masks masks = run.masks();
    String said = masks.mask(String.valueOf(e.getMessage()));
    String stack = masks.mask(e.stack());
    String text = stack.isEmpty() ? e.error() + ": " + said : stack;
    if (run.end().ending() != null) {
      run.log(LogLevel.WARNING, "engine", "clean-up code failed: " + text, Value.NULL);
    } else {
      run.outputs(merged(run.outputs(), e.outputs()));
      run.end().by(new Unwinding.Ending(ENDED_ERROR, text, null));
      failure = new Failure(e.error(), said, stack, e.frames(), run.id(), run.instant(), cause(e));
    }
  }

  private static Map<String, @Nullable Object> merged(
      Map<String, @Nullable Object> outputs, Value result) {
    if (result.isNull()) {
      return outputs;
    }
    Map<String, @Nullable Object> merged = new LinkedHashMap<>(outputs);
    Object object = result.toObject();
    if (object instanceof Map<?, ?> map) {
      map.forEach((key, value) -> merged.put((String) key, value));
    } else {
      merged.put("result", object);
    }
    return merged;
  }

  private @Nullable Failure cause(ScriptFailedException e) {
    if (e.causedBy() == null) {
      return null;
    }
    List<ExecutionRecord> found = services.store().executions(List.of(e.causedBy()));
    return found.isEmpty() ? null : found.getFirst().state().failure();
  }

  /**
   * Commits the end, wherever the script is. If the store does not take what the flow leaves
   * behind, a value that is too large for instance, the flow has failed, and what was not durable
   * is gone.
   */
  void commit() {
    try {
      commitWhole();
    } catch (InvalidInputException e) {
      commitRefused(e);
    }
  }

  private void commitRefused(InvalidInputException e) {
    Instant now = run.instant();
    ExecutionRecord record = ledger.discard();
    String said = String.valueOf(e.getMessage());
    String message = "the store does not take what the flow leaves behind: " + said;
    Failure refused = new Failure("InvalidInputError", said, "", List.of(), record.id(), now, null);
    run.log(LogLevel.ERROR, "engine", message, Value.NULL);
    State ended =
        new State(
            ENDED_ERROR,
            null,
            message,
            record.state().outputs(),
            refused,
            record.state().startedAt(),
            new End(now, 0));
    ledger.write(record.with(ended), Part.NONE);
  }

  private void commitWhole() {
    Unwinding.Ending end = requireNonNull(run.end().ending(), "ending");
    Instant now = run.instant();
    ExecutionRecord record = ledger.record();
    State state = record.state();
    if (end.status == ENDED_SUCCESS && run.outputs().isEmpty() && !run.wrapped().isEmpty()) {
      run.outputs(Wrapping.outputs(services, run.wrapped()));
    }
    Value outputs =
        journal.isReplaying() ? state.outputs() : Value.of("output_value", run.outputs());
    Failure misfit = misfit(end, outputs);
    Unwinding.Ending last =
        misfit == null ? end : new Unwinding.Ending(ENDED_ERROR, misfit.message(), null);
    String message = last.message == null ? state.message() : last.message;
    if (last.status == ENDED_CANCELLED) {
      Descendants.cancel(services, record, now);
    }
    LockOperations.warnings(services, record.id(), run.locks()).forEach(ledger::ride);
    Failure failed =
        misfit != null ? misfit : last.status == ENDED_ERROR ? failure(message) : failure;
    commit(
        record.with(
            new State(
                last.status,
                last.reason,
                message,
                outputs,
                failed,
                state.startedAt(),
                new End(now, 0))));
  }

  private void commit(ExecutionRecord ended) {
    Ledger.Written written;
    do {
      written = ledger.write(ended, successor(ended));
    } while (written == Ledger.Written.CONFLICT);
  }

  /** The execution that goes on where this one ends, if one does. */
  private Part successor(ExecutionRecord ended) {
    Value continuation = run.end().continuation();
    if (continuation != null) {
      return Continuation.of(services, ledger.record(), continuation);
    }
    return ended.origin().type() == ExecutionType.SCHEDULE
        ? ScheduleSuccession.of(services, ended, ended.status())
        : Part.NONE;
  }

  /** What the flow failed with; its last words if it ended itself. */
  private Failure failure(@Nullable String message) {
    Failure known = failure;
    return known == null ? failed("ExecutionError", message == null ? "" : message) : known;
  }

  private Failure failed(String error, String message) {
    return new Failure(error, message, "", List.of(), run.id(), run.instant(), null);
  }

  /** Outputs of a success that do not fit the schema of the flow make it a failure. */
  private @Nullable Failure misfit(Unwinding.Ending end, Value outputs) {
    if (end.status != ENDED_SUCCESS || end.reason == StatusReason.CONTINUED) {
      return null;
    }
    try {
      List<String> violations =
          FlowDefaults.outputViolations(services, ledger.record(), outputs).stream()
              .map(run.masks()::mask)
              .toList();
      return violations.isEmpty()
          ? null
          : failed(
              "SchemaValidationError",
              "the outputs do not fit the output_schema of the flow: "
                  + String.join("; ", violations));
    } catch (InvalidInputException e) {
      return failed("SchemaValidationError", String.valueOf(e.getMessage()));
    }
  }
}
