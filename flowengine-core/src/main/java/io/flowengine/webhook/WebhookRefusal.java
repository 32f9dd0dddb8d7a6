package io.flowengine.webhook;

import static java.util.Objects.requireNonNull;

/**
 * Why a request starts nothing.
 *
 * @param status the status code of the reply
 * @param code a word for programs: MISSING_SIGNATURE, BAD_SIGNATURE, STALE, TOO_LARGE, MALFORMED,
 *     INVALID, NOT_FOUND, FORBIDDEN, METHOD_NOT_ALLOWED, START_FAILED
 * @param message a sentence for people; it tells nothing about secrets
 */
public record WebhookRefusal(int status, String code, String message) {
  /** Checks presence. */
  public WebhookRefusal {
    requireNonNull(code, "code");
    requireNonNull(message, "message");
  }
}
