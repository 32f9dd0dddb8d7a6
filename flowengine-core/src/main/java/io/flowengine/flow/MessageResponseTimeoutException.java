package io.flowengine.flow;

/**
 * A message was not answered in time; it stays open. Python: {@code MessageResponseTimeoutError}.
 */
public final class MessageResponseTimeoutException extends TimeoutExceededException {
  private static final long serialVersionUID = 1;

  /**
   * Makes an exception.
   *
   * @param message what took too long
   */
  public MessageResponseTimeoutException(String message) {
    super(message);
  }
}
