package io.flowengine.webhook;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What an HTTP server is to answer. Immutable. */
public final class WebhookReply {
  private final int status;
  private final Map<String, String> headers;
  private final byte[] body;

  private WebhookReply(int status, Map<String, String> headers, byte[] body) {
    this.status = status;
    this.headers = Map.copyOf(headers);
    this.body = body.clone();
  }

  /**
   * Makes a reply.
   *
   * @param status the status code
   * @param headers the headers; names in lower case
   * @param body the bytes of the body; empty for none
   * @return the reply
   */
  public static WebhookReply of(int status, Map<String, String> headers, byte[] body) {
    return new WebhookReply(status, headers, body);
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

  /** {@return the status code} */
  public int status() {
    return status;
  }

  /** {@return the headers; names in lower case; unmodifiable} */
  public Map<String, String> headers() {
    return headers;
  }

  /** {@return the bytes of the body; a copy; empty for none} */
  public byte[] body() {
    return body.clone();
  }

  /** {@return the body as text in UTF-8} */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }
}
