package io.flowengine.internal.handler;

import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ReturnWhen;
import io.flowengine.execution.Value;
import io.flowengine.flow.FlowCall;
import io.flowengine.flow.RetryPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A child in the making, by a handler in Java. */
final class HandlerCall implements FlowCall {
  private final Calls calls;
  private final Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
  private final Map<String, @Nullable Object> inputs = new LinkedHashMap<>();

  private final Map<String, @Nullable Object> init = new LinkedHashMap<>();
  private final List<Object> using = new ArrayList<>(0);
  private @Nullable RetryPolicy retry;

  private final String call;

  private HandlerCall(Calls calls, String call) {
    this.calls = calls;
    this.call = call;
  }

  private static HandlerCall of(Calls calls, String call, String parameter, String select) {
    HandlerCall made = new HandlerCall(calls, call);
    made.arguments.put(parameter, select);
    return made;
  }

  static HandlerCall wrapped(Calls calls) {
    return new HandlerCall(calls, "run_wrapped");
  }

  static HandlerCall flow(Calls calls, String flow) {
    return of(calls, "flow", "flow", flow);
  }

  static HandlerCall script(Calls calls, String text) {
    return of(calls, "script", "script", text);
  }

  static HandlerCall copy(Calls calls, ExecutionId original) {
    return of(calls, "clone", "execution", original.toString());
  }

  static HandlerCall connector(Calls calls, String connector) {
    return of(calls, "connect", "connector", connector);
  }

  static HandlerCall connectorType(Calls calls, String type) {
    return of(calls, "connect", "connector_type", type);
  }

  private HandlerCall with(String name, @Nullable Object value) {
    arguments.put(name, value);
    return this;
  }

  @Override
  public FlowCall input(String key, @Nullable Object value) {
    inputs.put(key, value);
    return this;
  }

  @Override
  public FlowCall inputs(Map<String, ?> added) {
    inputs.putAll(added);
    return this;
  }

  @Override
  public FlowCall name(String name) {
    return with("name", name);
  }

  @Override
  public FlowCall priority(int priority) {
    return with("priority", priority);
  }

  @Override
  public FlowCall version(int number) {
    return with("version", number);
  }

  @Override
  public FlowCall version(String id) {
    return with("version", id);
  }

  @Override
  public FlowCall timeout(Duration timeout) {
    return with("timeout", timeout);
  }

  @Override
  public FlowCall totalTimeout(Duration timeout) {
    return with("options", Map.of("total_timeout", timeout));
  }

  @Override
  public FlowCall retry(RetryPolicy policy) {
    retry = policy;
    return with("retry", RetryArgument.of(policy));
  }

  @Override
  public FlowCall idempotencyKey(String key) {
    return with("idempotency_key", key);
  }

  @Override
  public FlowCall orphan() {
    return with("orphan", true);
  }

  @Override
  public FlowCall locationInheritance(String rule) {
    return with("location_inheritance", rule);
  }

  @Override
  public FlowCall roles(String... names) {
    return with("roles", List.of(names));
  }

  @Override
  public FlowCall protectInputs(String... names) {
    init.put("protect_inputs", List.of(names));
    return this;
  }

  @Override
  public FlowCall protectOutputs(String... names) {
    init.put("protect_outputs", List.of(names));
    return this;
  }

  @Override
  public FlowCall init(Map<String, ?> fields) {
    init.putAll(fields);
    return this;
  }

  @Override
  public FlowCall using(String wrapper, Map<String, ?> wrapperInputs) {
    using.add(List.of(wrapper, Value.of("inputs of wrapper '" + wrapper + "'", wrapperInputs)));
    return this;
  }

  @Override
  public Execution run() {
    return make();
  }

  @Override
  public Execution run(ReturnWhen returnWhen) {
    return returnWhen == ReturnWhen.ALL_SUCCEEDED ? make() : with("wait", returnWhen.name()).make();
  }

  @Override
  public Execution start() {
    return with("wait", false).make();
  }

  @Override
  public Execution create() {
    return with("run", false).make();
  }

  private Execution make() {
    if (!init.isEmpty()) {
      arguments.put("init", init);
    }
    if (!using.isEmpty()) {
      arguments.put("using", using);
    }
    if (!inputs.isEmpty()) {
      arguments.put("inputs", Value.of("inputs", inputs));
    }
    return FlowExecution.created(calls, (List<?>) calls.call(call, arguments, retry).toObject());
  }
}
