package io.flowengine;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionRecord.Attributes;
import io.flowengine.execution.ExecutionType;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.Value;
import io.flowengine.internal.host.HostExecution;
import io.flowengine.internal.host.Projects;
import io.flowengine.internal.runtime.Creation;
import io.flowengine.internal.source.FlowDefinition;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An execution in the making, by a host. The setters return this object. Not thread-safe; each call
 * of {@link #start()} or {@link #create()} makes another execution.
 */
public final class FlowStart {
  private final FlowEngine engine;
  private final FlowDefinition definition;
  private final Map<String, @Nullable Object> inputs = new LinkedHashMap<>();
  private String name;
  private int priority;
  private @Nullable Instant scheduledFor;
  private @Nullable Duration timeout;
  private @Nullable String idempotencyKey;

  FlowStart(FlowEngine engine, FlowDefinition definition) {
    this.engine = engine;
    this.definition = definition;
    this.name = definition.name();
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
    String trimmed = text.strip();
    if (trimmed.isEmpty() || trimmed.length() > 128) {
      throw new InvalidInputException("name", "must have 1 to 128 characters", text);
    }
    name = trimmed;
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
   * @throws io.flowengine.execution.EngineClosedException if the engine is closed
   */
  public Execution start() {
    return make(Creation.Mode.RUN);
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
    engine.requireOpen();
    Attributes attributes =
        new Attributes(
            name,
            Value.of("inputs", inputs),
            priority,
            Projects.DEFAULT_ID,
            scheduledFor,
            timeout,
            Value.EMPTY);
    Creation creation =
        Creation.of(
            engine.services(),
            ExecutionType.FLOW,
            definition,
            null,
            attributes,
            new Creation.Start(mode, idempotencyKey));
    return new HostExecution(engine.services(), engine.dispatcher(), creation.alone().id());
  }
}
