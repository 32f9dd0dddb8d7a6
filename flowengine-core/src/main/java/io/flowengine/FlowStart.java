package io.flowengine;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.ExecutionRecord.Attributes;
import io.flowengine.execution.ExecutionType;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.Rerun;
import io.flowengine.execution.Value;
import io.flowengine.internal.argument.DevelopmentMode;
import io.flowengine.internal.argument.Protection;
import io.flowengine.internal.host.HostExecution;
import io.flowengine.internal.node.Services;
import io.flowengine.internal.source.FlowDefinition;
import io.flowengine.internal.start.Creation;
import io.flowengine.internal.start.FlowDefaults;
import io.flowengine.internal.start.FlowStarts;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An execution in the making, by a host. The setters return this object. Not thread-safe; each call
 * of {@link #start()} or {@link #create()} makes another execution.
 */
public final class FlowStart {
  private final FlowEngine engine;
  private FlowDefinition definition;
  private final Map<String, @Nullable Object> inputs = new LinkedHashMap<>();
  private final ExecutionType type;
  private final @Nullable String projectId;
  private Value extras;
  private final Creation.@Nullable Again again;
  private String name;
  private @Nullable Integer priority;
  private @Nullable Instant scheduledFor;
  private @Nullable Duration timeout;
  private @Nullable String idempotencyKey;
  private @Nullable String version;

  FlowStart(FlowEngine engine, FlowDefinition definition) {
    this.engine = engine;
    this.definition = definition;
    this.name = definition.name();
    this.type = ExecutionType.FLOW;
    this.projectId = null;
    this.extras = Value.EMPTY;
    this.again = null;
  }

  /** Does an execution again. */
  FlowStart(FlowEngine engine, FlowDefinition definition, ExecutionRecord earlier) {
    Attributes attributes = earlier.attributes();
    this.engine = engine;
    this.definition = definition;
    this.name = attributes.name();
    this.type = earlier.origin().type();
    this.inputs.putAll(attributes.inputs().toMap());
    this.priority = attributes.priority();
    this.timeout = attributes.timeout();
    this.projectId = attributes.projectId();
    this.extras = attributes.extras();
    this.again =
        new Creation.Again(
            new Rerun(earlier.id(), null), engine.services().environment().randomLong(), List.of());
  }

  /**
   * Sets one input.
   *
   * @param key the key
   * @param value anything that {@link Value} can store
   * @return this
   */
  public FlowStart input(String key, @Nullable Object value) {
    inputs.put(requireNonNull(key, "key"), value);
    return this;
  }

  /**
   * Sets several inputs; those set before stay.
   *
   * @param added the inputs
   * @return this
   */
  public FlowStart inputs(Map<String, ?> added) {
    inputs.putAll(added);
    return this;
  }

  /**
   * Names the execution.
   *
   * @param text its name, 1 to 128 characters; default: that of the flow
   * @return this
   * @throws InvalidInputException if the name is empty or too long
   */
  public FlowStart name(String text) {
    name = checkedName(text);
    return this;
  }

  static String checkedName(String text) {
    String trimmed = text.strip();
    if (trimmed.isEmpty() || trimmed.length() > 128) {
      throw new InvalidInputException("name", "must have 1 to 128 characters", text);
    }
    return trimmed;
  }

  /**
   * Chooses a version of a Java flow.
   *
   * @param number the version; default: the one with the highest number
   * @return this
   * @throws io.flowengine.execution.ResourceNotFoundException if this engine has no such version
   */
  public FlowStart version(int number) {
    return version(Integer.toString(number));
  }

  /**
   * Chooses a version of a flow.
   *
   * @param id for a script the {@code flow_version} of an execution that has run it; for a Java
   *     flow its number; default: the newest
   * @return this
   * @throws io.flowengine.execution.ResourceNotFoundException if there is no such version
   */
  public FlowStart version(String id) {
    definition = engine.services().catalog().require(definition.name(), id);
    version = id;
    return this;
  }

  /**
   * Sets how urgent the execution is.
   *
   * @param value higher is dispatched first; default 0
   * @return this
   */
  public FlowStart priority(int value) {
    priority = value;
    return this;
  }

  /**
   * Bounds the execution's time from its start; on expiry it is cancelled.
   *
   * @param limit how long; &gt; 0
   * @return this
   * @throws InvalidInputException if {@code limit <= 0}
   */
  public FlowStart timeout(Duration limit) {
    if (limit.isNegative() || limit.isZero()) {
      throw new InvalidInputException("timeout", "must be > 0", limit);
    }
    timeout = limit;
    return this;
  }

  /**
   * Makes the creation idempotent: if an execution of the same flow was created with this key in
   * this store, that one is returned.
   *
   * @param key 1 to 200 characters
   * @return this
   * @throws InvalidInputException if the key is empty or too long
   */
  public FlowStart idempotencyKey(String key) {
    if (key.isEmpty() || key.length() > 200) {
      throw new InvalidInputException("idempotencyKey", "must have 1 to 200 characters", key);
    }
    idempotencyKey = key;
    return this;
  }

  /**
   * Finds the execution that was created with the idempotency key and has been removed since.
   *
   * @param most what was created longer ago counts no more
   */
  Optional<ExecutionId> removed(Duration most) {
    Services services = engine.services();
    Instant since = services.environment().instant().minus(most);
    return Creation.removed(
        services, definition.name(), requireNonNull(idempotencyKey, "idempotencyKey"), since);
  }

  /**
   * Gives the execution roles, by which the access policy of the engine judges it and its children.
   *
   * @param names the roles; default: none
   * @return this
   */
  public FlowStart roles(String... names) {
    return with("roles", names);
  }

  /**
   * Protects inputs: only the execution sees them, everybody else sees {@code ***}: hosts, other
   * flows, logs and errors.
   *
   * @param names keys of inputs
   * @return this
   */
  public FlowStart protectInputs(String... names) {
    return with(Protection.INPUTS, names);
  }

  /**
   * Protects outputs: only the execution sees them, everybody else sees {@code ***}, the host that
   * starts it too.
   *
   * @param names keys of outputs
   * @return this
   */
  public FlowStart protectOutputs(String... names) {
    return with(Protection.OUTPUTS, names);
  }

  /**
   * Puts the execution into development mode, and its children with it: it runs only while a
   * {@linkplain FlowEngine#develop() development session} is open, and stops at breakpoints.
   *
   * @return this
   */
  public FlowStart development() {
    return with(DevelopmentMode.PRODUCTIVE, false);
  }

  /**
   * Has the execution stop before lines of its script. They count in development mode only.
   *
   * @param lines the lines, from 1; a line in which no statement begins is ignored, with a warning
   *     in the log of the execution
   * @return this
   * @throws InvalidInputException if a line is less than 1; {@link #start()} throws it if the flow
   *     is no script
   */
  public FlowStart breakpoints(int... lines) {
    for (int line : lines) {
      if (line < 1) {
        throw new InvalidInputException("breakpoints", "must be line numbers, from 1", line);
      }
    }
    return with(DevelopmentMode.BREAKPOINTS, Arrays.stream(lines).boxed().toList());
  }

  /**
   * Has the execution, and its children, stop before the lines that the records of their flows name
   * too. They count in development mode only.
   *
   * @return this
   */
  public FlowStart flowBreakpoints() {
    return with(DevelopmentMode.USE_BREAKPOINTS, true);
  }

  private FlowStart with(String field, String... names) {
    return with(field, List.of(names));
  }

  private FlowStart with(String field, Object value) {
    Map<String, @Nullable Object> fields = extras.toMap();
    fields.put(field, value);
    extras = Value.of(fields);
    return this;
  }

  /** Names the webhook that starts the execution; it has roles and mode from that. */
  FlowStart webhook(String id, Map<String, @Nullable Object> webhook) {
    Object roles = webhook.get("roles");
    if (roles != null) {
      with("roles", roles);
    }
    if (Boolean.FALSE.equals(webhook.get(DevelopmentMode.PRODUCTIVE))) {
      development();
    }
    return with("webhook_id", id);
  }

  /**
   * Puts the start off.
   *
   * @param instant the execution does not start before
   * @return this
   */
  public FlowStart scheduledFor(Instant instant) {
    scheduledFor = requireNonNull(instant, "instant");
    return this;
  }

  /**
   * Creates and starts the execution. When this returns it is durable; it runs on a thread of the
   * engine, at once if a worker is free.
   *
   * @return its handle
   * @throws InvalidInputException if an input cannot be stored
   * @throws io.flowengine.flow.SchemaValidationException if the inputs do not fit the schema of the
   *     flow
   * @throws io.flowengine.execution.EngineClosedException if the engine is closed
   */
  public Execution start() {
    return make(Creation.Mode.RUN);
  }

  /**
   * Creates and starts the execution in a transaction of the caller: it exists, and runs, if and
   * only if the caller commits. It begins within moments after that; events of its creation are not
   * told.
   *
   * @param connection a connection to the database of the store, in a transaction
   * @return its handle, of use after the commit
   * @throws InvalidInputException if an input cannot be stored, the connection has auto-commit on,
   *     or the store is not in a database
   * @throws io.flowengine.spi.StoreException if the database refuses; roll back then
   * @throws io.flowengine.execution.EngineClosedException if the engine is closed
   */
  public Execution start(Connection connection) {
    ExecutionId id = creation(Creation.Mode.RUN).within(connection).id();
    return new HostExecution(engine.services(), engine.dispatcher(), id);
  }

  /**
   * Creates the execution without starting it.
   *
   * @return its handle; {@link Execution#start()} starts it
   * @throws InvalidInputException if an input cannot be stored
   * @throws io.flowengine.execution.EngineClosedException if the engine is closed
   */
  public Execution create() {
    return make(Creation.Mode.CREATED);
  }

  private Execution make(Creation.Mode mode) {
    ExecutionId id = creation(mode).alone().id();
    return new HostExecution(engine.services(), engine.dispatcher(), id);
  }

  private Creation creation(Creation.Mode mode) {
    engine.requireOpen();
    Value given = Value.of("inputs", inputs);
    DevelopmentMode.requireLines(definition, extras);
    FlowDefaults defaults = FlowDefaults.of(engine.services(), definition);
    defaults.requireInputs(engine.services(), given);
    Attributes attributes =
        new Attributes(
            name,
            given,
            priority == null ? defaults.priority() : priority,
            projectId == null ? defaults.project() : projectId,
            scheduledFor,
            timeout == null ? defaults.limit() : timeout,
            defaults.extras(extras));
    Creation.Start start = new Creation.Start(mode, idempotencyKey, again);
    return again == null
        ? FlowStarts.of(engine.services(), definition, version, attributes, start)
        : Creation.of(engine.services(), type, definition, null, attributes, start);
  }
}
