package io.flowengine.webhook;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What an HTTP server is to answer. Immutable.
 *
 * @param status the status code
 * @param headers the headers; names in lower case
 * @param body the bytes of the body; empty for none
 */
public record WebhookReply(int status, Map<String, String> headers, byte[] body) {
  /** Copies. */
  public WebhookReply {
    headers = Map.copyOf(headers);
    body = body.clone();
  }

  /**
   * Makes a reply of text.
   *
   * @param status the status code
   * @param contentType what the text is
   * @param text the body
   * @return the reply
   */
  public static WebhookReply of(int status, String contentType, String text) {
    return new WebhookReply(
        status, Map.of("content-type", contentType), text.getBytes(StandardCharsets.UTF_8));
  }

  /** {@return the bytes of the body; a copy} */
  @Override
  public byte[] body() {
    return body.clone();
  }

  /** {@return the body as text in UTF-8} */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }
}
