package io.flowengine.internal.connector;

import static java.util.Objects.requireNonNull;

import io.flowengine.connector.Connector;
import io.flowengine.connector.ConnectorCall;
import io.flowengine.connector.Input;
import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
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
  private static final int SHORTEST_MASKED = 4;

  private final Connector connector;
  private final ExecutionId id;
  private final Map<String, Object> inputs;
  private final Set<String> secrets;
  private final Map<String, @Nullable Object> gained = new LinkedHashMap<>();
  private final List<Runnable> actions = new ArrayList<>();
  private @Nullable Thread worker = Thread.currentThread();
  private volatile boolean cancelled;

  RunningCall(
      Connector connector, ExecutionId id, Map<String, Object> inputs, Set<String> secrets) {
    this.secrets = Set.copyOf(secrets);
    this.connector = connector;
    this.id = id;
    this.inputs = inputs;
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
    if (!connector.inputs().names().contains(input)) {
      throw new IllegalArgumentException(
          connector.type()
              + " declares no input '"
              + input
              + "'; it has "
              + connector.inputs().names());
    }
    return inputs.get(input);
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
    requireDeclared(Set.of(name));
    gained.put(name, Value.of("output_value." + name, value).toObject());
  }

  Map<String, @Nullable Object> gained() {
    return gained;
  }

  /** Refuses outputs that the connector does not declare, if it declares any. */
  void requireDeclared(Collection<String> names) {
    Set<String> declared = connector.outputs();
    for (String name : names) {
      if (!declared.isEmpty() && !declared.contains(name)) {
        throw new IllegalStateException(
            connector.type() + " gave the output '" + name + "' and declares " + declared);
      }
    }
  }

  /** A text without the values of secret inputs. */
  String masked(String text) {
    String masked = text;
    for (String secret : secrets) {
      if (secret.length() >= SHORTEST_MASKED) {
        masked = masked.replace(secret, "***");
      }
    }
    for (Input input : connector.inputs().declared()) {
      if (input.isSecret()
          && inputs.get(input.name()) instanceof String secret
          && secret.length() >= SHORTEST_MASKED) {
        masked = masked.replace(secret, "***");
      }
    }
    return masked;
  }

  // ---------------------------------------------------------------- cancellation

  @Override
  public void onCancel(Runnable action) {
    requireNonNull(action, "action");
    synchronized (actions) {
      if (!cancelled) {
        actions.add(action);
        return;
      }
    }
    perform(action);
  }

  @Override
  public boolean isCancelled() {
    return cancelled;
  }

  /** Called by another thread. */
  void cancel() {
    List<Runnable> due;
    synchronized (actions) {
      cancelled = true;
      due = List.copyOf(actions);
      if (worker != null) {
        worker.interrupt();
      }
    }
    due.forEach(RunningCall::perform);
  }

  /** From now on the thread is not interrupted any more. */
  void leave() {
    synchronized (actions) {
      worker = null;
    }
    boolean unused = Thread.interrupted();
  }

  private static void perform(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException e) {
      LOG.warn("what a connector does when it is cancelled failed", e);
    }
  }
}
