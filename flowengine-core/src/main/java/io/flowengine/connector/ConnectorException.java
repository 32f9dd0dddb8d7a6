package io.flowengine.connector;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.FlowEngineException;
import org.jspecify.annotations.Nullable;

/** The other system refused, or gave an answer that counts as a failure. */
public final class ConnectorException extends FlowEngineException {
  private static final long serialVersionUID = 1;
  private final String code;

  /**
   * Makes an exception.
   *
   * @param code what conditions of retries name, for example {@code HttpError}
   * @param message what went wrong, without secrets
   */
  public ConnectorException(String code, String message) {
    this(code, message, null);
  }

  /**
   * Makes an exception with a cause.
   *
   * @param code what conditions of retries name
   * @param message what went wrong, without secrets
   * @param cause what led to it; null if nothing did
   */
  public ConnectorException(String code, String message, @Nullable Throwable cause) {
    super(requireNonNull(message, "message"), cause);
    this.code = requireNonNull(code, "code");
  }

  /**
   * Makes an exception that says where the work came to an end.
   *
   * @param code what conditions of retries name
   * @param phase what was being done, for example {@code connect to}
   * @param remote with whom, for example {@code db.example.org:5432}
   * @param words what the other system, or the way to it, said
   * @param cause what led to it; null if nothing did
   * @return the exception, with the message {@code phase remote: words}
   */
  public static ConnectorException at(
      String code, String phase, String remote, String words, @Nullable Throwable cause) {
    return new ConnectorException(code, phase + " " + remote + ": " + words, cause);
  }

  /** {@return what conditions of retries name} */
  public String code() {
    return code;
  }
}
