package io.flowengine.internal.handler;

import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import io.flowengine.execution.Value;
import io.flowengine.flow.MessageRequest;
import io.flowengine.resource.Form;
import io.flowengine.resource.Message;
import io.flowengine.resource.MessageType;
import io.flowengine.resource.Resource;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A message as a flow in Java sees it. */
final class FlowMessage implements Message {
  private final Calls calls;
  private final @Nullable MessageRequest request;
  private @Nullable FlowResource record;
  private @Nullable Value response;

  FlowMessage(Calls calls, String id) {
    this(calls, new FlowResource(calls, RecordRef.of(RecordType.MESSAGE, id)));
  }

  FlowMessage(Calls calls, FlowResource record) {
    this.calls = calls;
    this.request = null;
    this.record = record;
  }

  /** A message that does not exist yet. */
  FlowMessage(Calls calls, MessageRequest request) {
    this.calls = calls;
    this.request = request;
  }

  /** What the call {@code message} is told about a message. */
  static Map<String, @Nullable Object> arguments(MessageRequest request) {
    Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
    arguments.put("subject", request.subject());
    MessageRequest.Content content = request.content();
    Form form = content.form();
    if (form != null) {
      arguments.put("body", Value.of("body", form.toMap()));
    } else {
      arguments.put(
          content.kind() == MessageRequest.Kind.MESSAGE ? "message" : "request", content.text());
    }
    if (request.type() != MessageType.INFO) {
      arguments.put("message_type", request.type().name());
    }
    if (!request.init().isEmpty()) {
      arguments.put("init", request.init());
    }
    return arguments;
  }

  private FlowResource record() {
    FlowResource known = record;
    if (known == null) {
      throw new InvalidInputException("the message does not exist yet; save() creates it");
    }
    return known;
  }

  @Override
  public Message save() {
    if (request == null || record != null) {
      throw unchangeable();
    }
    Map<String, @Nullable Object> arguments = arguments(request);
    arguments.put("wait", false);
    String id = String.valueOf(calls.call("message", arguments).toObject());
    record = new FlowResource(calls, RecordRef.of(RecordType.MESSAGE, id));
    return this;
  }

  private static InvalidInputException unchangeable() {
    return new InvalidInputException(
        "a message cannot be changed or copied; send another one with message()");
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
    return record().ref();
  }

  @Override
  public Message await(@Nullable Duration timeout) {
    Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
    arguments.put("message", record().ref().select());
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
    return record().exists();
  }

  @Override
  public @Nullable Object get(String field) {
    return record().get(field);
  }

  @Override
  public @Nullable Object load(String field) {
    return record().load(field);
  }

  @Override
  public Resource set(String field, @Nullable Object value) {
    throw unchangeable();
  }

  @Override
  public Resource save(Map<String, ?> fields) {
    throw unchangeable();
  }

  @Override
  public Resource update(Map<String, ?> fields) {
    throw unchangeable();
  }

  @Override
  public Resource clone(@Nullable String name, Map<String, ?> fields) {
    throw unchangeable();
  }

  @Override
  public void delete() {
    record().delete();
  }

  /** {@return the form that logs show} */
  @Override
  public String toString() {
    return record == null ? "<message>" : ref().toString();
  }
}
