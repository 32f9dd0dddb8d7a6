package io.flowengine.event;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * A request to a webhook or trigger that started nothing. It holds nothing of the request but its
 * method and path: no header, no query, no body, no key and no signature.
 *
 * @param trigger the name of the webhook or trigger; the path if there is no such webhook
 * @param method the method of the request
 * @param path its path, without control characters and cut after 200 characters
 * @param status the status code of the reply
 * @param code a word for programs, see {@link io.flowengine.webhook.WebhookRefusal#code}
 * @param reason a sentence for people; that of a refusal that quotes the request says only that the
 *     caller was told
 * @param at when, by the engine's clock
 */
public record WebhookRefused(
    String trigger,
    String method,
    String path,
    int status,
    String code,
    String reason,
    Instant at) {
  private static final int SHOWN = 200;

  /** Checks presence, and cuts what the caller chooses. */
  public WebhookRefused {
    trigger = shown(requireNonNull(trigger, "trigger"));
    method = shown(requireNonNull(method, "method"));
    path = shown(requireNonNull(path, "path"));
    requireNonNull(code, "code");
    requireNonNull(reason, "reason");
    requireNonNull(at, "at");
  }

  private static String shown(String text) {
    String clean = text.replaceAll("\\p{Cntrl}", "?");
    return clean.length() <= SHOWN ? clean : clean.substring(0, SHOWN) + "…";
  }
}
