package io.flowengine.internal.host;

import static java.util.Objects.requireNonNullElse;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.Failure;
import io.flowengine.execution.Value;
import io.flowengine.internal.argument.Replies;
import io.flowengine.internal.argument.Replies.Reply;
import io.flowengine.internal.dispatch.Dispatcher;
import io.flowengine.internal.node.Services;
import io.flowengine.internal.runtime.Mailbox;
import io.flowengine.webhook.WebhookReply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Waits for what a request has started, and makes the reply. */
public final class WebhookCall {
  private static final String JSON = "application/json";

  private final Services services;
  private final Dispatcher dispatcher;

  /**
   * Makes a call.
   *
   * @param services the engine
   * @param dispatcher knows when executions end
   */
  public WebhookCall(Services services, Dispatcher dispatcher) {
    this.services = services;
    this.dispatcher = dispatcher;
  }

  /**
   * Waits until an execution has ended or answers early.
   *
   * @param id the execution
   * @param limit how long at most; zero does not wait
   * @return the execution, or the one as which it went on
   */
  public ExecutionRecord await(ExecutionId id, Duration limit) {
    ExecutionRecord found =
        dispatcher.await(
            id,
            limit,
            () -> {
              ExecutionRecord now = record(id);
              return now.status().isEnded() || Replies.early(now).isPresent() ? now : null;
            });
    ExecutionRecord answered = found == null ? record(id) : found;
    ExecutionRecord current = Mailbox.current(services, answered);
    return current.id().equals(answered.id()) ? answered : await(current.id(), limit);
  }

  private ExecutionRecord record(ExecutionId id) {
    return services.store().executions(List.of(id)).getFirst();
  }

  /**
   * Gives the reply that an execution has left: early, or at its end.
   *
   * @param record the execution
   * @return the reply; empty if it has left none, or has not ended
   */
  public static Optional<WebhookReply> left(ExecutionRecord record) {
    Optional<Reply> early = Replies.early(record);
    return early
        .or(() -> record.status().isEnded() ? Replies.last(record) : Optional.empty())
        .map(WebhookCall::reply);
  }

  private static WebhookReply reply(Reply reply) {
    Object body = reply.body();
    byte[] bytes =
        switch (body) {
          case null -> new byte[0];
          case byte[] raw -> raw;
          case String text -> text.getBytes(StandardCharsets.UTF_8);
          default -> json(body);
        };
    Map<String, String> headers = new LinkedHashMap<>();
    if (body != null) {
      String type =
          body instanceof byte[]
              ? "application/octet-stream"
              : body instanceof String ? "text/plain; charset=utf-8" : JSON;
      headers.put("content-type", type);
    }
    reply.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
    return WebhookReply.of(reply.status(), headers, bytes);
  }

  /**
   * Makes a reply of JSON.
   *
   * @param status the status code
   * @param value what becomes JSON; values that JSON does not have become text
   * @return the reply
   */
  public static WebhookReply json(int status, Map<String, ? extends @Nullable Object> value) {
    return WebhookReply.of(status, Map.of("content-type", JSON), json(value));
  }

  private static byte[] json(Object value) {
    return Value.of("body", value).untagged().json().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Describes a failure without its stack.
   *
   * @param record an execution that has failed or was cancelled
   * @return name, message and execution
   */
  public static Map<String, Object> failure(ExecutionRecord record) {
    Failure failure = record.state().failure();
    String name = failure == null ? record.status().name() : failure.name();
    String message =
        failure == null ? requireNonNullElse(record.state().message(), "") : failure.message();
    return Map.of(
        "error", Map.of("name", name, "message", message, "execution_id", record.id().toString()));
  }

  /**
   * Tells whether an execution has failed.
   *
   * @param record the execution
   * @return true if it has ended and not succeeded
   */
  public static boolean hasFailed(ExecutionRecord record) {
    return record.status().isEnded() && record.status() != ExecutionStatus.ENDED_SUCCESS;
  }
}
