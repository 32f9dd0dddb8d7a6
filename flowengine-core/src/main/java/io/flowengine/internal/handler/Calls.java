package io.flowengine.internal.handler;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.Failure;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.RecordRef;
import io.flowengine.execution.ResourceNotFoundException;
import io.flowengine.execution.Value;
import io.flowengine.flow.DependencyFailedException;
import io.flowengine.flow.DependencyTimeoutException;
import io.flowengine.flow.ExtraInputException;
import io.flowengine.flow.InternalException;
import io.flowengine.flow.LockTimeoutException;
import io.flowengine.flow.MessageResponseTimeoutException;
import io.flowengine.flow.MissingInputException;
import io.flowengine.flow.PermissionDeniedException;
import io.flowengine.flow.RetryPolicy;
import io.flowengine.flow.SchemaValidationException;
import io.flowengine.flow.StepFailedException;
import io.flowengine.flow.StepTimeoutException;
import io.flowengine.flow.TimeoutExceededException;
import io.flowengine.spi.CallResult;
import io.flowengine.spi.FlowCalls;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes calls and turns their answers into results and exceptions of Java. */
final class Calls {
  private final FlowCalls calls;

  Calls(FlowCalls calls) {
    this.calls = calls;
  }

  FlowCalls raw() {
    return calls;
  }

  Value call(String name, Map<String, ?> arguments) {
    return value(calls.call(name, Value.of(name, arguments)));
  }

  /** Makes a call that may be retried. */
  Value call(String name, Map<String, ?> arguments, @Nullable RetryPolicy retry) {
    return value(judged(calls.call(name, Value.of(name, arguments)), retry));
  }

  /** Decides about failed attempts for as long as the engine asks. */
  CallResult judged(CallResult asked, @Nullable RetryPolicy retry) {
    CallResult result = asked;
    while (result instanceof CallResult.Judge judge) {
      boolean again = true;
      String note = null;
      try {
        again = retry == null || retry.retryIf() == null || retry.retryIf().test(judge.failure());
      } catch (RuntimeException e) {
        again = false;
        note = e.toString();
      }
      result = calls.judge(again, note);
    }
    return result;
  }

  Value value(CallResult result) {
    return switch (result) {
      case CallResult.Returned returned -> returned.value();
      case CallResult.Raised raised -> throw exception(raised);
      case CallResult.Signalled signalled ->
          throw new EndSignal(
              "this execution is ending as " + signalled.end() + "; do not catch this");
      case CallResult.Judge judge ->
          throw new IllegalStateException("a decision was not expected: " + judge);
      case CallResult.Perform perform ->
          throw new IllegalStateException("a step was not expected: " + perform);
      case CallResult.Dropped dropped ->
          throw new IllegalStateException("the stack of a handler is never unwound: " + dropped);
    };
  }

  private static RuntimeException exception(CallResult.Raised raised) {
    Map<String, @Nullable Object> data = raised.data().toMap();
    RuntimeException exception = exception(raised, data);
    if (data.get("note") instanceof String note) {
      exception.addSuppressed(new InvalidInputException(note));
    }
    return exception;
  }

  private static RuntimeException exception(
      CallResult.Raised raised, Map<String, @Nullable Object> data) {
    String message = raised.message();
    return switch (raised.error()) {
      case "InvalidInputError" -> new InvalidInputException(message);
      case "ResourceNotFoundError" ->
          data.get("record") instanceof RecordRef ref
              ? new ResourceNotFoundException(ref, message)
              : new InvalidInputException(message);
      case "MissingInputError" -> new MissingInputException(message);
      case "ExtraInputError" -> new ExtraInputException(message);
      case "DependencyFailedError" -> dependencyFailed(message, data);
      case "DependencyTimeoutError" -> new DependencyTimeoutException(message);
      case "TimeoutExceededError" -> new TimeoutExceededException(message);
      case "LockTimeoutError" -> new LockTimeoutException(message);
      case "MessageResponseTimeoutError" -> new MessageResponseTimeoutException(message);
      case "SchemaValidationError" -> new SchemaValidationException(message);
      case "PermissionDenied" -> new PermissionDeniedException(message);
      case "StepTimeoutError" -> new StepTimeoutException(message);
      case "StepFailedError" ->
          new StepFailedException(String.valueOf(data.get("error")), message, null);
      default -> new InternalException(raised.error() + ": " + message);
    };
  }

  private static DependencyFailedException dependencyFailed(
      String message, Map<String, @Nullable Object> data) {
    List<?> ids = data.get("executions") instanceof List<?> list ? list : List.of();
    Object failure = data.get("failure");
    return new DependencyFailedException(
        message,
        ExecutionId.of(String.valueOf(data.get("execution"))),
        ids.stream().map(id -> ExecutionId.of(String.valueOf(id))).toList(),
        failure == null ? null : Value.of(failure).as(Failure.class));
  }
}
