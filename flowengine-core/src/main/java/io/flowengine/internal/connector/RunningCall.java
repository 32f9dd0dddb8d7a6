package io.flowengine.internal.connector;

import static java.util.Objects.requireNonNull;

import io.flowengine.connector.Connector;
import io.flowengine.connector.ConnectorCall;
import io.flowengine.connector.ConnectorEngine;
import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One use of a connector while it works. */
final class RunningCall implements ConnectorCall {
  private static final Logger LOG = LoggerFactory.getLogger(RunningCall.class);

  private final Connector connector;
  private final ExecutionId id;
  private final Map<String, Object> inputs;
  private final RunningEngine engine;
  private final SecretForms secrets = new SecretForms();
  private final Map<String, @Nullable Object> gained = new LinkedHashMap<>();
  private final List<Runnable> actions = new ArrayList<>();
  private @Nullable Thread worker = Thread.currentThread();

  RunningCall(
      Connector connector,
      ExecutionId id,
      Map<String, Object> inputs,
      Set<String> resolved,
      RunningEngine engine) {
    this.connector = connector;
    this.id = id;
    this.inputs = inputs;
    this.engine = engine;
    resolved.forEach(secrets::learn);
    for (List<String> path : connector.inputs().hidden(inputs)) {
      Object hidden = inputs.get(path.getFirst());
      secrets.learn(
          path.size() > 1 && hidden instanceof Map<?, ?> dict ? dict.get(path.getLast()) : hidden);
    }
  }

  // ---------------------------------------------------------------- inputs

  @Override
  public ExecutionId id() {
    return id;
  }

  @Override
  public boolean has(String input) {
    return value(input) != null;
  }

  @Override
  public @Nullable Object value(String input) {
    Object value = inputs.get(input);
    if (value == null && !connector.inputs().declares(input)) {
      throw new IllegalArgumentException(
          connector.type()
              + " declares no input '"
              + input
              + "'; it has "
              + connector.inputs().names());
    }
    return value;
  }

  private <T> T required(String input, Class<T> type) {
    Object value = value(input);
    if (value == null) {
      throw new IllegalStateException(
          "input '"
              + input
              + "' was not given and has no default; ask has(\""
              + input
              + "\") first");
    }
    return type.cast(value);
  }

  @Override
  public String text(String input) {
    return required(input, String.class);
  }

  @Override
  public long integer(String input) {
    return required(input, Long.class);
  }

  @Override
  public double number(String input) {
    return required(input, Double.class);
  }

  @Override
  public boolean flag(String input) {
    return required(input, Boolean.class);
  }

  @Override
  public Duration time(String input) {
    return required(input, Duration.class);
  }

  @Override
  @SuppressWarnings("unchecked")
  public List<@Nullable Object> list(String input) {
    return value(input) == null ? List.of() : (List<@Nullable Object>) required(input, List.class);
  }

  @Override
  @SuppressWarnings("unchecked")
  public Map<String, @Nullable Object> dict(String input) {
    return value(input) == null
        ? Map.of()
        : (Map<String, @Nullable Object>) required(input, Map.class);
  }

  // ---------------------------------------------------------------- outputs

  @Override
  public void output(String name, @Nullable Object value) {
    Map<String, @Nullable Object> one = new LinkedHashMap<>();
    one.put(name, value);
    gained.putAll(connector.outputs().accept(connector.type(), one));
  }

  /** All outputs, without secrets. */
  Value outputs(Map<String, ? extends @Nullable Object> returned) {
    Map<String, @Nullable Object> all =
        new LinkedHashMap<>(connector.outputs().accept(connector.type(), returned));
    gained.forEach(all::putIfAbsent);
    return masked(all);
  }

  @Override
  public ConnectorEngine engine() {
    return engine;
  }

  @Override
  public void hide(String secret) {
    secrets.learn(requireNonNull(secret, "secret"));
  }

  /** The outputs given early, without secrets. */
  Value gained() {
    return masked(gained);
  }

  private Value masked(Map<String, @Nullable Object> outputs) {
    return Value.of("output_value", secrets.masked((Object) outputs));
  }

  /** A text without secrets. */
  String masked(String text) {
    return secrets.masked(text);
  }

  // ---------------------------------------------------------------- cancellation

  @Override
  public void onCancel(Runnable action) {
    requireNonNull(action, "action");
    synchronized (actions) {
      if (!engine.isCancelled()) {
        actions.add(action);
        return;
      }
    }
    perform(action);
  }

  @Override
  public boolean isCancelled() {
    return engine.isCancelled();
  }

  /**
   * Called by another thread, which does not wait. What the connector wants done comes before the
   * interruption, which may cost it its connection.
   */
  void cancel() {
    List<Runnable> due;
    synchronized (actions) {
      engine.cancel();
      due = List.copyOf(actions);
    }
    engine.aside(
        () -> {
          due.forEach(this::perform);
          interrupt();
        });
  }

  private void interrupt() {
    synchronized (actions) {
      if (worker != null) {
        worker.interrupt();
        engine.wake(worker);
      }
    }
  }

  /** From now on the thread is not interrupted any more. */
  void leave() {
    synchronized (actions) {
      worker = null;
    }
    boolean unused = Thread.interrupted();
  }

  private void perform(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException e) {
      LOG.warn(
          "what {} does when it is cancelled failed: {}", connector.type(), masked(e.toString()));
    }
  }
}
