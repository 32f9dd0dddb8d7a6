package io.flowengine;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.FlowEngineException;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.flow.SchemaValidationException;
import io.flowengine.internal.host.WebhookCall;
import io.flowengine.internal.host.WebhookInputs;
import io.flowengine.webhook.WebhookRefusal;
import io.flowengine.webhook.WebhookReply;
import io.flowengine.webhook.WebhookRequest;
import io.flowengine.webhook.WebhookVerifier;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Starts a flow for each request that an HTTP server of the host hands in. Set up once, then used
 * by any number of threads; the setters return this object.
 *
 * <pre>{@code
 * WebhookTrigger trigger =
 *     WebhookTrigger.of(engine, "contact_sync")
 *         .verify(WebhookVerifier.hmacSha256(secret).timestampHeader("X-Timestamp"))
 *         .eventIdHeader("X-Event-Id");
 * WebhookReply reply = trigger.handle(request);
 * }</pre>
 */
public final class WebhookTrigger {
  /** How long {@link #handle} waits for the flow, unless {@link #sync} says otherwise. */
  public static final Duration DEFAULT_LIMIT = Duration.ofSeconds(20);

  /** How large a body may be, unless {@link #maxBody} says otherwise: 1 MiB. */
  public static final int DEFAULT_MAX_BODY = 1 << 20;

  private static final Set<String> NEVER_SHOWN =
      Set.of("authorization", "proxy-authorization", "cookie");

  private final FlowEngine engine;
  private final String flow;
  private final Set<String> headers = new HashSet<>();
  private @Nullable WebhookVerifier verifier;
  private @Nullable String eventIdHeader;
  private @Nullable Function<Map<String, @Nullable Object>, @Nullable Object> prepare;
  private Duration limit = DEFAULT_LIMIT;
  private int maxBody = DEFAULT_MAX_BODY;

  private WebhookTrigger(FlowEngine engine, String flow) {
    this.engine = engine;
    this.flow = flow;
  }

  /**
   * Makes a trigger that waits for the flow and lets everybody in.
   *
   * @param engine the engine
   * @param flow the name of the flow
   * @return the trigger
   */
  public static WebhookTrigger of(FlowEngine engine, String flow) {
    return new WebhookTrigger(requireNonNull(engine, "engine"), requireNonNull(flow, "flow"));
  }

  /**
   * Lets only requests in that are signed. A request whose signed content came before starts
   * nothing.
   *
   * @param by looks at the signature
   * @return this
   */
  public WebhookTrigger verify(WebhookVerifier by) {
    verifier = requireNonNull(by, "by");
    return this;
  }

  /**
   * Names the header that tells events apart. A request with an event that came before starts
   * nothing and is answered with what the first one has started, for as long as that execution is
   * stored.
   *
   * @param name its name; if not set, events are told apart by the content that is signed, and not
   *     at all without a verifier
   * @return this
   */
  public WebhookTrigger eventIdHeader(String name) {
    eventIdHeader = requireNonNull(name, "name");
    return this;
  }

  /**
   * Shows headers to the flow. Those with signatures and authorisation are never shown.
   *
   * @param names their names
   * @return this
   */
  public WebhookTrigger headers(String... names) {
    for (String name : names) {
      headers.add(name.toLowerCase(Locale.ROOT));
    }
    return this;
  }

  /**
   * Replaces the inputs of the flow.
   *
   * @param by is given what the flow would get: {@code method, path, query, headers} and one of
   *     {@code json, text, body_base64}; gives the inputs, null for none; anything that is no map
   *     becomes the input {@code value}. What it throws of {@link FlowEngineException} refuses the
   *     request
   * @return this
   */
  public WebhookTrigger prepare(Function<Map<String, @Nullable Object>, @Nullable Object> by) {
    prepare = requireNonNull(by, "by");
    return this;
  }

  /**
   * Answers with 202 and the id of the execution, without waiting.
   *
   * @return this
   */
  public WebhookTrigger async() {
    limit = Duration.ZERO;
    return this;
  }

  /**
   * Answers with what comes out of the flow: its early return, else its outputs.
   *
   * @param longest how long to wait; then the answer is 202 and the id of the execution
   * @return this
   */
  public WebhookTrigger sync(Duration longest) {
    limit = requireNonNull(longest, "longest");
    return this;
  }

  /**
   * Sets how large a body may be.
   *
   * @param bytes how many bytes
   * @return this
   */
  public WebhookTrigger maxBody(int bytes) {
    maxBody = bytes;
    return this;
  }

  /**
   * Handles a request. Blocks for as long as {@link #sync} says.
   *
   * @param request the request
   * @return the reply; what was refused has a JSON body with {@code error.code}
   * @throws io.flowengine.execution.EngineClosedException if the engine is closed
   */
  public WebhookReply handle(WebhookRequest request) {
    engine.requireOpen();
    Optional<WebhookRefusal> refusal = refusal(request);
    return refusal.isPresent() ? WebhookCall.refused(flow, refusal.get()) : start(request);
  }

  private Optional<WebhookRefusal> refusal(WebhookRequest request) {
    if (request.body().length > maxBody) {
      return Optional.of(
          new WebhookRefusal(413, "TOO_LARGE", "the body has more than " + maxBody + " bytes"));
    }
    return verifier == null
        ? Optional.empty()
        : verifier.refusal(request, engine.services().environment().instant());
  }

  private WebhookReply start(WebhookRequest request) {
    Execution execution;
    try {
      FlowStart start = engine.flow(flow).inputs(inputs(request));
      String event = event(request);
      execution = (event == null ? start : start.idempotencyKey(event)).start();
    } catch (SchemaValidationException e) {
      return refused(422, "INVALID", e);
    } catch (InvalidInputException e) {
      return refused(400, "MALFORMED", e);
    } catch (FlowEngineException e) {
      return refused(500, "START_FAILED", e);
    }
    WebhookCall call = new WebhookCall(engine.services(), engine.dispatcher());
    return reply(call.await(execution.id(), limit), execution);
  }

  private WebhookReply refused(int status, String code, FlowEngineException e) {
    return WebhookCall.refused(
        flow, new WebhookRefusal(status, code, String.valueOf(e.getMessage())));
  }

  private Map<String, @Nullable Object> inputs(WebhookRequest request) {
    Set<String> shown = new HashSet<>(headers);
    shown.removeAll(NEVER_SHOWN);
    if (verifier != null) {
      verifier.headers().forEach(name -> shown.remove(name.toLowerCase(Locale.ROOT)));
    }
    Map<String, @Nullable Object> inputs = WebhookInputs.of(request, request.path(), shown);
    if (prepare == null) {
      return inputs;
    }
    Object prepared = prepare.apply(inputs);
    Map<String, @Nullable Object> replaced = new HashMap<>();
    if (prepared instanceof Map<?, ?> map) {
      map.forEach((key, value) -> replaced.put(String.valueOf(key), value));
    } else if (prepared != null) {
      replaced.put("value", prepared);
    }
    return replaced;
  }

  /** What tells the event from others; null if nothing does. */
  private @Nullable String event(WebhookRequest request) {
    String header = eventIdHeader == null ? null : request.header(eventIdHeader).orElse(null);
    if (header != null) {
      return "webhook event " + hash(header.getBytes(StandardCharsets.UTF_8));
    }
    return verifier == null ? null : "webhook content " + hash(verifier.signed(request));
  }

  private static String hash(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private WebhookReply reply(ExecutionRecord record, Execution execution) {
    Optional<WebhookReply> left = limit.isZero() ? Optional.empty() : WebhookCall.left(record);
    if (left.isPresent()) {
      return left.get();
    }
    if (limit.isZero() || !record.status().isEnded()) {
      return WebhookCall.json(202, Map.of("execution_id", execution.id().toString()));
    }
    return WebhookCall.hasFailed(record)
        ? WebhookCall.json(500, WebhookCall.failure(record))
        : WebhookCall.json(200, record.state().outputs().toMap());
  }
}
