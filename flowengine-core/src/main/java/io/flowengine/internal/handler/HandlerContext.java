package io.flowengine.internal.handler;

import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ReturnWhen;
import io.flowengine.execution.Value;
import io.flowengine.flow.FlowCall;
import io.flowengine.flow.FlowContext;
import io.flowengine.flow.FlowSystem;
import io.flowengine.flow.MessageRequest;
import io.flowengine.flow.RetryPolicy;
import io.flowengine.flow.StepBody;
import io.flowengine.flow.StepContext;
import io.flowengine.flow.StepFailedException;
import io.flowengine.flow.StepOptions;
import io.flowengine.flow.TransactionBody;
import io.flowengine.resource.Message;
import io.flowengine.spi.CallResult;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a handler in Java calls {@code self}. */
final class HandlerContext implements FlowContext {
  private final Calls calls;
  private final FlowSystem system;
  private final Map<String, @Nullable Object> outputs = new LinkedHashMap<>();
  private @Nullable SplittableRandom random;

  HandlerContext(Calls calls) {
    this.calls = calls;
    this.system = new HandlerSystem(calls);
  }

  FlowSystem system() {
    return system;
  }

  @Override
  public ExecutionId id() {
    return calls.raw().id();
  }

  @Override
  public String name() {
    return calls.raw().record().name();
  }

  @Override
  public Optional<Execution> parent() {
    return Optional.ofNullable(calls.raw().record().parent())
        .map(id -> new FlowExecution(calls, id));
  }

  @Override
  public FlowCall flow(String name) {
    return HandlerCall.flow(calls, name);
  }

  @Override
  public @Nullable Object get(String field) {
    return new FlowExecution(calls, id()).get(field);
  }

  @Override
  public FlowCall script(String text) {
    return HandlerCall.script(calls, text);
  }

  @Override
  public FlowCall clone(Execution original) {
    return HandlerCall.copy(calls, original.id());
  }

  @Override
  public FlowCall connect(String connector) {
    return HandlerCall.connector(calls, connector);
  }

  @Override
  public FlowCall connectTo(String connectorType) {
    return HandlerCall.connectorType(calls, connectorType);
  }

  @Override
  public FlowCall wrapped() {
    return HandlerCall.wrapped(calls);
  }

  @Override
  public <T> @Nullable T step(String name, Class<T> type, StepBody<T> body) {
    return run(name, StepOptions.NONE, body).as(type);
  }

  @Override
  public <T> @Nullable T step(String name, Class<T> type, StepOptions options, StepBody<T> body) {
    return run(name, options, body).as(type);
  }

  @Override
  public @Nullable Object step(String name, Type type, StepOptions options, StepBody<?> body) {
    return run(name, options, body).as(type);
  }

  @Override
  public @Nullable Object step(String name, Type type, StepBody<?> body) {
    return run(name, StepOptions.NONE, body).as(type);
  }

  @Override
  public <T> @Nullable T transaction(String name, Class<T> type, TransactionBody<T> body) {
    CallResult begun = calls.raw().call("step", Value.of(Map.of("name", name)));
    if (!(begun instanceof CallResult.Perform)) {
      return calls.value(begun).as(type);
    }
    CallResult ended;
    try {
      ended = calls.raw().transact(connection -> Value.of(resultOf(name), body.run(connection)));
    } catch (Exception e) {
      return ended(fail(e), e).as(type);
    }
    return calls.value(ended).as(type);
  }

  private static String resultOf(String name) {
    return "result of step '" + name + "'";
  }

  private Value run(String name, StepOptions options, StepBody<?> body) {
    RetryPolicy retry = options.retry();
    Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
    arguments.put("name", name);
    if (retry != null) {
      arguments.put("retry", RetryArgument.of(retry));
    }
    if (options.timeout() != null) {
      arguments.put("timeout", options.timeout());
    }
    if (options.totalTimeout() != null) {
      arguments.put("total_timeout", options.totalTimeout());
    }
    CallResult result = calls.judged(calls.raw().call("step", Value.of("step", arguments)), retry);
    Exception failure = null;
    while (result instanceof CallResult.Perform perform) {
      failure = null;
      try {
        StepContext context = new StepContext(id() + "/" + perform.key(), perform.attempt());
        Value done = Value.of(resultOf(name), body.run(context));
        result = calls.raw().complete(done);
      } catch (Exception e) {
        failure = e;
        result = calls.judged(fail(e), retry);
      }
    }
    return ended(result, failure);
  }

  private CallResult fail(Exception e) {
    return calls.raw().fail(e.getClass().getSimpleName(), String.valueOf(e.getMessage()), false);
  }

  /** How a step ended; what its body threw becomes the cause. */
  private Value ended(CallResult result, @Nullable Exception failure) {
    try {
      return calls.value(result);
    } catch (StepFailedException failed) {
      StepFailedException whole =
          new StepFailedException(failed.error(), failed.getMessage(), failure);
      for (Throwable note : failed.getSuppressed()) {
        whole.addSuppressed(note);
      }
      throw whole;
    }
  }

  @Override
  public List<Execution> waitFor(
      ReturnWhen returnWhen, @Nullable Duration timeout, Execution... executions) {
    Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
    arguments.put(
        "executions",
        Arrays.stream(executions).map(execution -> execution.id().toString()).toList());
    if (returnWhen != ReturnWhen.ALL_SUCCEEDED) {
      arguments.put("return_when", returnWhen.name());
    }
    if (timeout != null) {
      arguments.put("timeout", timeout);
    }
    Value ended = calls.call("wait_for", arguments);
    List<Execution> handles = new ArrayList<>();
    if (ended.toObject() instanceof List<?> pairs) {
      for (Object pair : pairs) {
        handles.add(FlowExecution.of(calls, (List<?>) pair));
      }
    }
    return handles;
  }

  @Override
  public void sleep(Duration duration) {
    calls.call("sleep", Map.of("seconds", duration));
  }

  @Override
  public void sleepUntil(Instant instant) {
    calls.call("sleep", Map.of("until", instant.atOffset(ZoneOffset.UTC)));
  }

  @Override
  public void setOutput(String key, @Nullable Object value) {
    Map<String, @Nullable Object> one = new LinkedHashMap<>();
    one.put(key, value);
    setOutputs(one);
  }

  @Override
  public void setOutputs(Map<String, ?> added) {
    Value copy = Value.of("output_value", added);
    calls.call("set_output", Map.of("outputs", copy));
    outputs.putAll(copy.toMap());
  }

  @Override
  public Map<String, @Nullable Object> outputs() {
    return Value.of(outputs).toMap();
  }

  @Override
  public void save(Map<String, ?> fields) {
    calls.call("save", Map.of("fields", fields));
    if (fields.get("output_value") instanceof Map<?, ?> replaced) {
      outputs.clear();
      outputs.putAll(Value.of(replaced).toMap());
    }
  }

  @Override
  public void log(@Nullable Object... values) {
    String text = Arrays.stream(values).map(String::valueOf).collect(Collectors.joining(" "));
    List<@Nullable Object> data = new ArrayList<>();
    for (Object value : values) {
      data.add(storable(value));
    }
    calls.call("log", Map.of("text", text, "data", Map.of("args", data, "kwargs", Map.of())));
  }

  private static Value storable(@Nullable Object value) {
    try {
      return Value.of(value);
    } catch (io.flowengine.execution.InvalidInputException e) {
      return Value.of(String.valueOf(value));
    }
  }

  @Override
  public Message message(MessageRequest request) {
    Map<String, @Nullable Object> arguments = FlowMessage.arguments(request);
    if (!request.waits()) {
      arguments.put("wait", false);
    }
    if (request.timeout() != null) {
      arguments.put("timeout", request.timeout());
    }
    Value result = calls.call("message", arguments);
    return request.waits()
        ? FlowMessage.answered(calls, result)
        : new FlowMessage(calls, String.valueOf(result.toObject()));
  }

  @Override
  public Instant now() {
    return calls.raw().now();
  }

  @Override
  public RandomGenerator random() {
    if (random == null) {
      random = new SplittableRandom(calls.raw().record().origin().seed());
    }
    return random;
  }

  @Override
  public UUID uuid() {
    RandomGenerator generator = random();
    long high = (generator.nextLong() & ~0xF000L) | 0x4000L;
    long low = (generator.nextLong() >>> 2) | 0x8000000000000000L;
    return new UUID(high, low);
  }

  @Override
  public boolean patched(String id) {
    return Boolean.TRUE.equals(calls.call("patched", Map.of("id", id)).toObject());
  }

  @Override
  public @Nullable Object receive(String name, @Nullable Duration timeout) {
    Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
    arguments.put("name", name);
    if (timeout != null) {
      arguments.put("timeout", timeout);
    }
    return calls.call("receive", arguments).toObject();
  }

  @Override
  public Object continueAs(Map<String, ?> inputs) {
    return calls.call("continue_as", Map.of("inputs", Value.of("input_value", inputs)));
  }

  @Override
  public void pause() {
    calls.call("pause", Map.of());
  }

  @Override
  public Object cancel() {
    return calls.call("cancel", Map.of());
  }

  @Override
  public Object success(@Nullable String message) {
    return calls.call("success", message == null ? Map.of() : Map.of("message", message));
  }

  @Override
  public void webhookResponse(int status, Map<String, String> headers, @Nullable Object body) {
    Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
    arguments.put("status", (long) status);
    arguments.put("headers", headers);
    arguments.put("body", body);
    calls.call("webhook_response", arguments);
  }

  @Override
  public void earlyReturn(@Nullable Object value) {
    Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
    arguments.put("value", value);
    calls.call("early_return", arguments);
  }

  @Override
  public Object error(@Nullable String message) {
    return calls.call("error", message == null ? Map.of() : Map.of("message", message));
  }
}
