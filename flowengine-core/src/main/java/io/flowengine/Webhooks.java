package io.flowengine;

import static java.util.Objects.requireNonNullElse;

import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.FlowEngineException;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.RecordType;
import io.flowengine.internal.host.WebhookCall;
import io.flowengine.internal.host.WebhookInputs;
import io.flowengine.internal.host.WebhookRefusals;
import io.flowengine.internal.record.HostRecords;
import io.flowengine.spi.StoredRecord;
import io.flowengine.webhook.WebhookReply;
import io.flowengine.webhook.WebhookRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The webhooks that are stored, which flows see as {@code system.webhook(name)}: entrances at
 * {@code /api/latest/webhook/<name>/call[/sub/path]}. The host's HTTP server hands requests in.
 * Thread-safe.
 */
public final class Webhooks {
  /** How long {@link #handle(WebhookRequest)} waits for the flow: 10 minutes. */
  public static final Duration DEFAULT_LIMIT = Duration.ofMinutes(10);

  private static final Pattern PATH = Pattern.compile("/api/latest/webhook/([^/]+)/call(?:/(.*))?");
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");

  private final FlowEngine engine;

  Webhooks(FlowEngine engine) {
    this.engine = engine;
  }

  /**
   * Handles a request without showing headers to the flow, see {@link #handle(WebhookRequest, Set,
   * Duration)}.
   *
   * @param request the request
   * @return the reply
   */
  public WebhookReply handle(WebhookRequest request) {
    return handle(request, Set.of(), DEFAULT_LIMIT);
  }

  /**
   * Handles a request. Blocks until the flow has ended, or answers early, unless the query has
   * {@code async=1}.
   *
   * @param request the request
   * @param headers the names of the headers that the flow sees
   * @param limit how long to wait at most
   * @return the reply of the flow, else its execution as JSON: 200 if it succeeded, 500 if not, 202
   *     if it has not ended; 404 for an unknown or disabled webhook, 403 for a wrong key, 405 for
   *     another method than GET, HEAD, POST, PUT, PATCH and DELETE, 400 for a broken body
   * @throws io.flowengine.execution.EngineClosedException if the engine is closed
   */
  public WebhookReply handle(WebhookRequest request, Set<String> headers, Duration limit) {
    engine.requireOpen();
    Matcher path = PATH.matcher(request.path());
    if (!path.matches()) {
      return refusals(request.path(), request).refuse(404, "NOT_FOUND", "there is no such webhook");
    }
    String name = URLDecoder.decode(path.group(1).replace("+", "%2B"), StandardCharsets.UTF_8);
    if (!METHODS.contains(request.method())) {
      return refusals(name, request).refuse(405, "METHOD_NOT_ALLOWED", "methods are " + METHODS);
    }
    Optional<StoredRecord> webhook =
        HostRecords.find(engine.services(), RecordType.WEBHOOK, name)
            .filter(found -> Boolean.TRUE.equals(found.fields().toMap().get("is_enabled")));
    return webhook.isPresent()
        ? handle(webhook.get(), request, path.group(2), headers, limit)
        : refusals(name, request).refuse(404, "NOT_FOUND", "there is no such webhook");
  }

  private WebhookRefusals refusals(String name, WebhookRequest request) {
    return new WebhookRefusals(engine.services(), name, request);
  }

  private WebhookReply handle(
      StoredRecord webhook,
      WebhookRequest request,
      @Nullable String path,
      Set<String> headers,
      Duration limit) {
    WebhookRefusals refusals = refusals(webhook.name(), request);
    boolean async = List.of("1").equals(request.query().get("async"));
    try {
      Map<String, @Nullable Object> inputs = inputs(request, path, headers);
      Map<String, @Nullable Object> fields = webhook.fields().toMap();
      if (!takesKey(fields, inputs)) {
        return refusals.refuse(403, "FORBIDDEN", "the key is missing or wrong");
      }
      FlowStart start =
          engine
              .flow(String.valueOf(fields.get("flow_id")))
              .inputs(inputs)
              .webhook(webhook.id(), fields);
      WebhookCall call = new WebhookCall(engine.services(), engine.dispatcher());
      ExecutionRecord record = call.await(start.start().id(), async ? Duration.ZERO : limit);
      return async ? execution(202, record) : reply(record);
    } catch (InvalidInputException e) {
      return refusals.refuse(400, "MALFORMED", String.valueOf(e.getMessage()));
    } catch (FlowEngineException e) {
      return refusals.refuse(500, "START_FAILED", String.valueOf(e.getMessage()));
    }
  }

  private static Map<String, @Nullable Object> inputs(
      WebhookRequest request, @Nullable String path, Set<String> headers) {
    Set<String> lower = new HashSet<>();
    headers.forEach(name -> lower.add(name.toLowerCase(Locale.ROOT)));
    Map<String, @Nullable Object> inputs = WebhookInputs.of(request, path, lower);
    take(inputs, "query", "async");
    return inputs;
  }

  /** Takes the key out of the inputs; false if one is needed and another one, or none, is there. */
  private static boolean takesKey(
      Map<String, @Nullable Object> webhook, Map<String, @Nullable Object> inputs) {
    if (!Boolean.TRUE.equals(webhook.get("is_key_required"))) {
      return true;
    }
    Object query = take(inputs, "query", "key");
    Object json = take(inputs, "json", "key");
    String given = String.valueOf(requireNonNullElse(query, requireNonNullElse(json, "")));
    String key = Objects.toString(webhook.get("key"), "");
    return !key.isEmpty()
        && MessageDigest.isEqual(
            key.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
  }

  /** Takes one entry out of a part of the inputs, and the part if nothing is left of it. */
  private static @Nullable Object take(
      Map<String, @Nullable Object> inputs, String part, String name) {
    if (!(inputs.get(part) instanceof Map<?, ?> entries) || !entries.containsKey(name)) {
      return null;
    }
    Map<Object, @Nullable Object> rest = new LinkedHashMap<>(entries);
    Object taken = rest.remove(name);
    if (rest.isEmpty()) {
      inputs.remove(part);
    } else {
      inputs.put(part, rest);
    }
    return taken;
  }

  private static WebhookReply reply(ExecutionRecord record) {
    int status = record.status().isEnded() ? WebhookCall.hasFailed(record) ? 500 : 200 : 202;
    return WebhookCall.left(record).orElseGet(() -> execution(status, record));
  }

  private static WebhookReply execution(int status, ExecutionRecord record) {
    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
    for (String field : List.of("id", "name", "status", "message", "output_value")) {
      shown.put(field, record.field(field));
    }
    return WebhookCall.json(status, shown);
  }
}
