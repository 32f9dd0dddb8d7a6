package io.flowengine.internal.host;

import io.flowengine.event.WebhookRefused;
import io.flowengine.internal.node.Services;
import io.flowengine.webhook.WebhookRefusal;
import io.flowengine.webhook.WebhookReply;
import io.flowengine.webhook.WebhookRequest;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refuses requests: the caller gets a reply, the log and the listeners of the engine hear of it.
 *
 * @param services the engine
 * @param trigger what the request was for
 * @param request the request
 */
public record WebhookRefusals(Services services, String trigger, WebhookRequest request) {
  private static final Logger LOG = LoggerFactory.getLogger(WebhookRefusals.class);

  /** Refusals whose message may quote what the caller has sent. */
  private static final Set<String> QUOTING = Set.of("MALFORMED", "INVALID", "START_FAILED");

  /**
   * Refuses the request.
   *
   * @param refusal why
   * @return the reply
   */
  public WebhookReply refuse(WebhookRefusal refusal) {
    WebhookRefused told =
        new WebhookRefused(
            trigger,
            request.method(),
            request.path(),
            refusal.status(),
            refusal.code(),
            QUOTING.contains(refusal.code()) ? "the caller was told why" : refusal.message(),
            services.environment().instant());
    LOG.info(
        "webhook {} refused {} {}: {} {}, {}",
        told.trigger(),
        told.method(),
        told.path(),
        told.status(),
        told.code(),
        told.reason());
    services.events().tell(told);
    return WebhookCall.json(
        refusal.status(),
        Map.of("error", Map.of("code", refusal.code(), "message", refusal.message())));
  }

  /**
   * Refuses the request.
   *
   * @param status the status code of the reply
   * @param code a word for programs
   * @param message a sentence for people
   * @return the reply
   */
  public WebhookReply refuse(int status, String code, String message) {
    return refuse(new WebhookRefusal(status, code, message));
  }
}
