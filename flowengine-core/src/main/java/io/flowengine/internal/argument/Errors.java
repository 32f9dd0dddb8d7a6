package io.flowengine.internal.argument;

import io.flowengine.execution.FlowEngineException;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.ResourceNotFoundException;
import io.flowengine.execution.Value;
import io.flowengine.flow.ExtraInputException;
import io.flowengine.flow.MissingInputException;
import io.flowengine.flow.SchemaValidationException;
import io.flowengine.spi.CallResult;
import io.flowengine.spi.JournalEntry;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Between exceptions in Java and the names under which errors are recorded and raised in scripts.
 */
public final class Errors {
  private static final Logger LOG = LoggerFactory.getLogger(Errors.class);

  private Errors() {}

  /** An error inside a call, on its way to be recorded or raised. */
  public static final class CallFailed extends FlowEngineException {
    private static final long serialVersionUID = 1;
    public final String error;
    public final transient Value data;

    CallFailed(String error, String message, Value data) {
      super(message);
      this.error = error;
      this.data = data;
    }
  }

  public static CallFailed failed(String error, String message) {
    return new CallFailed(error, message, Value.EMPTY);
  }

  public static CallFailed failed(String error, String message, Map<String, ?> data) {
    return new CallFailed(error, message, Value.of(data));
  }

  public static CallFailed failed(JournalEntry.Raised raised) {
    return new CallFailed(raised.error(), raised.message(), raised.data());
  }

  /** How an exception is raised in scripts. */
  public static CallResult.Raised raised(Throwable e) {
    return switch (e) {
      case CallFailed failed ->
          new CallResult.Raised(failed.error, failed.getMessage(), failed.data);
      case InvalidInputException invalid ->
          new CallResult.Raised("InvalidInputError", invalid.getMessage(), Value.EMPTY);
      case MissingInputException missing ->
          new CallResult.Raised("MissingInputError", missing.getMessage(), Value.EMPTY);
      case ExtraInputException extra ->
          new CallResult.Raised("ExtraInputError", extra.getMessage(), Value.EMPTY);
      case SchemaValidationException misfit ->
          new CallResult.Raised("SchemaValidationError", misfit.getMessage(), Value.EMPTY);
      case ResourceNotFoundException missing ->
          new CallResult.Raised(
              "ResourceNotFoundError",
              missing.getMessage(),
              Value.of(Map.of("record", missing.record())));
      default -> {
        LOG.warn("a call failed inside the engine", e);
        yield new CallResult.Raised("InternalError", e.toString(), Value.EMPTY);
      }
    };
  }

  /** How an exception is recorded. */
  public static JournalEntry.Raised recorded(FlowEngineException e) {
    CallResult.Raised raised = raised(e);
    return new JournalEntry.Raised(raised.error(), raised.message(), raised.data());
  }
}
