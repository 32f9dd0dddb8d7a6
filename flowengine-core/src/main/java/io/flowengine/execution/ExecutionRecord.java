package io.flowengine.execution;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is stored about one execution, as it was at one moment. Immutable and
 * thread-safe.
 *
 * @param id its identity
 * @param origin where it comes from; never changes
 * @param attributes what it was given; changes only by an explicit save
 * @param state how far it is
 */
public record ExecutionRecord(ExecutionId id, Origin origin, Attributes attributes, State state) {
  private static final Set<String> FIELDS =
      Set.of(
          "id",
          "name",
          "description",
          "type",
          "status",
          "reason",
          "message",
          "status_message",
          "input_value",
          "output_value",
          "flow_id",
          "flow_name",
          "flow_version",
          "connector_id",
          "connector_name",
          "connector_type",
          "parent_execution_id",
          "rerun_of",
          "restarted_from_step",
          "attempt_of",
          "priority",
          "project_id",
          "created_at",
          "started_at",
          "ended_at",
          "scheduled_for",
          "is_deleted",
          "deleted_at",
          "deleted_by",
          "created_by",
          "bundle_id",
          "is_readonly",
          "is_productive",
          "breakpoints",
          "use_breakpoints",
          "use_only_explicit_breakpoints",
          "custom_object_id",
          "schedule_id",
          "schedule_name",
          "webhook_id",
          "wrapper_id",
          "protect_inputs",
          "protect_outputs",
          "roles");

  /**
   * Where an execution comes from.
   *
   * @param type what kind of work it does
   * @param flowName the flow it runs; for a script the name of the execution
   * @param requires what a node must be able to do to run it, for example {@code python} or {@code
   *     java:1:import-orders}
   * @param scriptHash the stored text it runs, by content hash; null for a Java flow
   * @param parent the execution that created it; null for a top-level one
   * @param seed where its random numbers start
   * @param createdAt when it was created
   * @param rerun the execution that it does again; null if it is no rerun
   */
  public record Origin(
      ExecutionType type,
      String flowName,
      String requires,
      @Nullable String scriptHash,
      @Nullable ExecutionId parent,
      long seed,
      Instant createdAt,
      @Nullable Rerun rerun) {
    /** Checks presence. */
    public Origin {
      requireNonNull(type, "type");
      requireNonNull(flowName, "flowName");
      requireNonNull(requires, "requires");
      requireNonNull(createdAt, "createdAt");
    }

    /**
     * {@return the version of the flow it runs: the number of a Java flow, the content hash of a
     * script; null if neither is known}
     */
    public @Nullable String version() {
      String[] java = requires.split(":", 3);
      return scriptHash == null && java.length == 3 ? java[1] : scriptHash;
    }
  }

  /**
   * What an execution was given.
   *
   * @param name its name, not unique
   * @param inputs its inputs, a map in stored form
   * @param priority higher is dispatched first; 0 by default
   * @param projectId the project it belongs to; null if none
   * @param scheduledFor it does not start before; null if at once
   * @param timeout how long it may take from its start; null if there is no limit
   * @param extras further fields by name, a map in stored form
   */
  public record Attributes(
      String name,
      Value inputs,
      int priority,
      @Nullable String projectId,
      @Nullable Instant scheduledFor,
      @Nullable Duration timeout,
      Value extras) {
    /** Checks presence. */
    public Attributes {
      requireNonNull(name, "name");
      requireNonNull(inputs, "inputs");
      requireNonNull(extras, "extras");
    }

    /**
     * Gives a copy with another name.
     *
     * @param name the new name
     * @return the copy
     */
    public Attributes withName(String name) {
      return new Attributes(name, inputs, priority, projectId, scheduledFor, timeout, extras);
    }

    /**
     * Gives a copy with other inputs.
     *
     * @param inputs the new inputs
     * @return the copy
     */
    public Attributes withInputs(Value inputs) {
      return new Attributes(name, inputs, priority, projectId, scheduledFor, timeout, extras);
    }

    /**
     * Gives a copy in another project.
     *
     * @param projectId the project
     * @return the copy
     */
    public Attributes withProject(@Nullable String projectId) {
      return new Attributes(name, inputs, priority, projectId, scheduledFor, timeout, extras);
    }

    /**
     * Gives a copy with another priority.
     *
     * @param priority the new priority
     * @return the copy
     */
    public Attributes withPriority(int priority) {
      return new Attributes(name, inputs, priority, projectId, scheduledFor, timeout, extras);
    }

    /**
     * Gives a copy with another limit of its time.
     *
     * @param timeout how long it may take from its start; null for no limit
     * @return the copy
     */
    public Attributes withTimeout(@Nullable Duration timeout) {
      return new Attributes(name, inputs, priority, projectId, scheduledFor, timeout, extras);
    }

    /**
     * Gives a copy with other further fields.
     *
     * @param extras the new further fields
     * @return the copy
     */
    public Attributes withExtras(Value extras) {
      return new Attributes(name, inputs, priority, projectId, scheduledFor, timeout, extras);
    }
  }

  /**
   * How far an execution is.
   *
   * @param status where it stands
   * @param reason why it is paused or cancelled; null if there is nothing to explain
   * @param message progress text while it runs, last words when it ended; null if none
   * @param outputs its outputs so far, a map in stored form
   * @param failure how it failed; null unless it ended with an error
   * @param startedAt when it was first run; null while it was never started
   * @param end when and as the how-manieth it ended; null while it has not
   */
  public record State(
      ExecutionStatus status,
      @Nullable StatusReason reason,
      @Nullable String message,
      Value outputs,
      @Nullable Failure failure,
      @Nullable Instant startedAt,
      @Nullable End end) {
    /** Checks presence. */
    public State {
      requireNonNull(status, "status");
      requireNonNull(outputs, "outputs");
    }

    /**
     * The state of an execution that has just been created.
     *
     * @param status its first visible status
     * @param reason why it is paused; null unless it is
     * @return the state
     */
    public static State created(ExecutionStatus status, @Nullable StatusReason reason) {
      return new State(status, reason, null, Value.EMPTY, null, null, null);
    }

    /**
     * Gives a copy with another status.
     *
     * @param status the new status
     * @param reason why; null if there is nothing to explain
     * @return the copy
     */
    public State with(ExecutionStatus status, @Nullable StatusReason reason) {
      return new State(status, reason, message, outputs, failure, startedAt, end);
    }

    /**
     * Gives a copy with another message.
     *
     * @param message the new message; null for none
     * @return the copy
     */
    public State withMessage(@Nullable String message) {
      return new State(status, reason, message, outputs, failure, startedAt, end);
    }

    /**
     * Gives a copy with other outputs.
     *
     * @param outputs the new outputs
     * @return the copy
     */
    public State withOutputs(Value outputs) {
      return new State(status, reason, message, outputs, failure, startedAt, end);
    }

    /**
     * Gives a running copy.
     *
     * @param now when it is first run; an earlier start is kept
     * @return the copy
     */
    public State running(Instant now) {
      return new State(
          ExecutionStatus.RUNNING,
          null,
          message,
          outputs,
          failure,
          startedAt == null ? now : startedAt,
          end);
    }
  }

  /**
   * The end of an execution.
   *
   * @param at when it ended, by the engine's clock
   * @param order its place among all ends of the store, in the order of the commits that ended
   *     them; 0 until the store sets it
   */
  public record End(Instant at, long order) {
    /** Checks presence. */
    public End {
      requireNonNull(at, "at");
    }
  }

  /** Checks presence. */
  public ExecutionRecord {
    requireNonNull(id, "id");
    requireNonNull(origin, "origin");
    requireNonNull(attributes, "attributes");
    requireNonNull(state, "state");
  }

  /** {@return where it stands} */
  public ExecutionStatus status() {
    return state.status();
  }

  /** {@return its name} */
  public String name() {
    return attributes.name();
  }

  /** {@return the execution that created it; null for a top-level one} */
  public @Nullable ExecutionId parent() {
    return origin.parent();
  }

  /** {@return when its time runs out; null if it never does, or has not started} */
  public @Nullable Instant deadline() {
    Instant start = state.startedAt();
    Duration timeout = attributes.timeout();
    return start == null || timeout == null ? null : start.plus(timeout);
  }

  /**
   * Tells whether it has to wait for the instant it is scheduled for. One that has been started
   * does not wait for it any more.
   *
   * @param now the time
   * @return true if it was never started and is scheduled for an instant after {@code now}
   */
  public boolean isBeforeItsTime(Instant now) {
    Instant notBefore = attributes.scheduledFor();
    return state.startedAt() == null && notBefore != null && notBefore.isAfter(now);
  }

  /**
   * {@return how long it took, or has taken at {@code now} if it has not ended; null while it was
   * never started}
   *
   * @param now the engine's time
   */
  public @Nullable Duration duration(Instant now) {
    Instant start = state.startedAt();
    End end = state.end();
    return start == null ? null : Duration.between(start, end == null ? now : end.at());
  }

  /**
   * Gives a copy in another state.
   *
   * @param state the new state
   * @return the copy
   */
  public ExecutionRecord with(State state) {
    return new ExecutionRecord(id, origin, attributes, state);
  }

  /**
   * Gives a copy with other attributes.
   *
   * @param attributes the new attributes
   * @return the copy
   */
  public ExecutionRecord with(Attributes attributes) {
    return new ExecutionRecord(id, origin, attributes, state);
  }

  /**
   * {@return the names of the fields that {@link #field} knows, those that scripts and filters use}
   */
  public static Set<String> fields() {
    return FIELDS;
  }

  /**
   * Reads a field by the name that scripts and filters use.
   *
   * @param name for example {@code status} or {@code created_at}
   * @return its value as scripts see it, times as {@link Instant}; null if it has none
   * @throws InvalidInputException if there is no such field
   */
  public @Nullable Object field(String name) {
    return switch (name) {
      case "id" -> id.toString();
      case "name" -> attributes.name();
      case "type" -> origin.type().name();
      case "status" -> state.status().name();
      case "reason" -> state.reason() == null ? null : state.reason().name();
      case "message", "status_message" -> state.message();
      case "input_value" -> attributes.inputs().toObject();
      case "output_value" -> state.outputs().toObject();
      case "flow_id" -> flowId();
      case "flow_name" -> origin.type() == ExecutionType.FLOW ? origin.flowName() : null;
      case "flow_version" -> origin.version();
      case "parent_execution_id" -> origin.parent() == null ? null : origin.parent().toString();
      case "rerun_of" -> origin.rerun() == null ? null : origin.rerun().of().toString();
      case "restarted_from_step" -> origin.rerun() == null ? null : origin.rerun().fromStep();
      case "connector_type" -> origin.type() == ExecutionType.CONNECTION ? origin.flowName() : null;
      case "priority" -> (long) attributes.priority();
      case "project_id" -> attributes.projectId();
      case "created_at" -> origin.createdAt();
      case "started_at" -> state.startedAt();
      case "ended_at" -> state.end() == null ? null : state.end().at();
      case "scheduled_for" -> attributes.scheduledFor();
      case "is_deleted" -> extra("deleted_at") != null;
      case "is_productive" -> !Boolean.FALSE.equals(extra(name));
      case "is_readonly" -> Boolean.TRUE.equals(extra(name));
      case "created_by" -> origin.parent() == null ? extra(name) : origin.parent().toString();
      case "attempt_of",
          "breakpoints",
          "bundle_id",
          "connector_id",
          "connector_name",
          "custom_object_id",
          "deleted_at",
          "deleted_by",
          "description",
          "protect_inputs",
          "protect_outputs",
          "roles",
          "schedule_id",
          "schedule_name",
          "use_breakpoints",
          "use_only_explicit_breakpoints",
          "webhook_id",
          "wrapper_id" ->
          extra(name);
      default ->
          throw new InvalidInputException(
              "execution has no field '" + name + "'; it has " + FIELDS.stream().sorted().toList());
    };
  }

  /** The id of the record that holds the flow; flows without a record are known by their names. */
  private @Nullable Object flowId() {
    if (origin.type() != ExecutionType.FLOW) {
      return null;
    }
    Object id = extra("flow_id");
    return id == null ? origin.flowName() : id;
  }

  private @Nullable Object extra(String name) {
    Value extras = attributes.extras();
    return extras.isEmpty() ? null : extras.toMap().get(name);
  }
}
