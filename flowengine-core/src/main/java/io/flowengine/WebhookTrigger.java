package io.flowengine;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.FlowEngineException;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.flow.SchemaValidationException;
import io.flowengine.internal.host.WebhookCall;
import io.flowengine.internal.host.WebhookInputs;
import io.flowengine.internal.host.WebhookRefusals;
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

  /** How long events are known at least, unless {@link #remember} says otherwise. */
  public static final Duration DEFAULT_REMEMBERED = Duration.ofHours(24);

  private static final Set<String> NEVER_SHOWN =
      Set.of("authorization", "proxy-authorization", "cookie");

  private final FlowEngine engine;
  private final String flow;
  private final Set<String> headers = new HashSet<>();
  private String name;
  private @Nullable WebhookVerifier verifier;
  private @Nullable String eventIdHeader;
  private @Nullable Function<Map<String, @Nullable Object>, @Nullable Object> prepare;
  private Duration remembered = DEFAULT_REMEMBERED;
  private Duration limit = DEFAULT_LIMIT;
  private int maxBody = DEFAULT_MAX_BODY;

  private WebhookTrigger(FlowEngine engine, String flow) {
    this.engine = engine;
    this.flow = flow;
    name = flow;
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
   * Names the trigger, for logs and listeners. Events of triggers of different names are never
   * taken for each other, also if they start the same flow.
   *
   * @param text its name; that of the flow if not set
   * @return this
   */
  public WebhookTrigger name(String text) {
    name = requireNonNull(text, "text");
    return this;
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
   * stored, and for as long as {@link #remember} says in any case.
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
   * Sets how long events are known at least, also if what they have started is removed before. A
   * repetition is then answered with the id of that execution. The tolerance of the verifier counts
   * if it is longer.
   *
   * @param least how long; {@link #DEFAULT_REMEMBERED} if not set
   * @return this
   * @throws IllegalArgumentException if it is negative
   */
  public WebhookTrigger remember(Duration least) {
    if (least.isNegative()) {
      throw new IllegalArgumentException("least must be >= 0, was " + least);
    }
    remembered = least;
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
    WebhookRefusals refusals = new WebhookRefusals(engine.services(), name, request);
    return refusal.isPresent() ? refusals.refuse(refusal.get()) : start(request, refusals);
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

  private WebhookReply start(WebhookRequest request, WebhookRefusals refusals) {
    Execution execution;
    try {
      String event = event(request);
      FlowStart start = engine.flow(flow);
      Optional<ExecutionId> handled =
          event == null ? Optional.empty() : start.idempotencyKey(event).removed(known());
      if (handled.isPresent()) {
        return WebhookCall.json(200, Map.of("execution_id", handled.get().toString()));
      }
      execution = start.inputs(inputs(request)).start();
    } catch (SchemaValidationException e) {
      return refusals.refuse(422, "INVALID", String.valueOf(e.getMessage()));
    } catch (InvalidInputException e) {
      return refusals.refuse(400, "MALFORMED", String.valueOf(e.getMessage()));
    } catch (FlowEngineException e) {
      return refusals.refuse(500, "START_FAILED", String.valueOf(e.getMessage()));
    }
    WebhookCall call = new WebhookCall(engine.services(), engine.dispatcher());
    return reply(call.await(execution.id(), limit), execution);
  }

  private Duration known() {
    Duration tolerance = verifier == null ? Duration.ZERO : verifier.tolerance();
    return remembered.compareTo(tolerance) < 0 ? tolerance : remembered;
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

  /** Of the name too, so that the events of each trigger are its own. */
  private String hash(byte[] bytes) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update((name + "\n").getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest.digest(bytes));
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
