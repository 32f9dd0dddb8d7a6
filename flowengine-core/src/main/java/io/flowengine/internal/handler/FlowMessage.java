package io.flowengine.internal.handler;

import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import io.flowengine.execution.Value;
import io.flowengine.resource.Message;
import io.flowengine.resource.Resource;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A message as a flow in Java sees it. */
final class FlowMessage implements Message {
  private final Calls calls;
  private final String id;
  private final FlowResource record;
  private @Nullable Value response;

  FlowMessage(Calls calls, String id) {
    this.calls = calls;
    this.id = id;
    this.record = new FlowResource(calls, RecordRef.of(RecordType.MESSAGE, id));
  }

  /** A message whose answer a call has waited for. */
  static FlowMessage answered(Calls calls, Value answer) {
    Map<String, @Nullable Object> map = answer.toMap();
    FlowMessage message = new FlowMessage(calls, String.valueOf(map.get("id")));
    message.response = Value.of(map.get("response"));
    return message;
  }

  @Override
  public RecordRef ref() {
    return record.ref();
  }

  @Override
  public Message await(@Nullable Duration timeout) {
    Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
    arguments.put("message", id);
    if (timeout != null) {
      arguments.put("timeout", timeout);
    }
    response = Value.of(calls.call("message.wait", arguments).toMap().get("response"));
    return this;
  }

  @Override
  public @Nullable Map<String, @Nullable Object> response() {
    if (response == null) {
      Object stored = load("response");
      response = stored == null ? null : Value.of(stored);
    }
    return response == null ? null : response.toMap();
  }

  @Override
  public boolean exists() {
    return record.exists();
  }

  @Override
  public @Nullable Object get(String field) {
    return record.get(field);
  }

  @Override
  public @Nullable Object load(String field) {
    return record.load(field);
  }

  @Override
  public Resource save(Map<String, ?> fields) {
    throw InvalidInputException.notAvailableYet("save() of a message");
  }

  @Override
  public Resource update(Map<String, ?> fields) {
    throw InvalidInputException.notAvailableYet("update() of a message");
  }

  @Override
  public Resource clone(@Nullable String name, Map<String, ?> fields) {
    throw InvalidInputException.notAvailableYet("clone() of a message");
  }

  @Override
  public void delete() {
    throw InvalidInputException.notAvailableYet("delete() of a message");
  }

  /** {@return the form that logs show} */
  @Override
  public String toString() {
    return ref().toString();
  }
}
