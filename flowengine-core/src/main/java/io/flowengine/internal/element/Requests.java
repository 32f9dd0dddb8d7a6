package io.flowengine.internal.element;

import io.flowengine.element.ElementFlow;
import io.flowengine.element.ElementStep;
import io.flowengine.element.Retry;
import io.flowengine.element.TaskPolicy;
import io.flowengine.element.TaskPolicy.OnFailure;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.spi.StepRequest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Makes steps of what scripts ask for. */
final class Requests {
  private static final Set<String> POLICIES =
      Set.of("_on_failure", "_retry", "_backoff", "_timeout", "_throttle");
  private static final double NANOS = 1e9;

  private Requests() {}

  /**
   * Makes a step.
   *
   * @throws InvalidInputException if there is no such task or flow, or an input is not what it is
   *     for
   */
  static ElementStep step(StepRequest request, Repertoire repertoire) {
    return switch (request) {
      case StepRequest.Task task -> task(task, repertoire);
      case StepRequest.Flow flow -> {
        ElementFlow called = repertoire.flow(flow.flow());
        yield new ElementStep.Child(flow.id(), called, flow.given(), flow.inputs());
      }
      case StepRequest.Sleep sleep -> new ElementStep.Sleep(requireTime("seconds", sleep.time()));
      case StepRequest.Gate gate -> new ElementStep.Gate(gate.name(), gate.timeout());
      case StepRequest.Once once ->
          new ElementStep.Once(step(once.step(), repertoire), once.perBatch());
      case StepRequest.End end -> throw new IllegalStateException("the end is no step");
      case StepRequest.Failed failed -> throw new IllegalStateException("a failure is no step");
    };
  }

  private static ElementStep task(StepRequest.Task task, Repertoire repertoire) {
    repertoire.requireTask(task.task());
    Map<String, @Nullable Object> inputs = new LinkedHashMap<>();
    Map<String, Object> policies = new LinkedHashMap<>();
    task.inputs()
        .forEach(
            (name, value) -> {
              if (!name.startsWith("_")) {
                inputs.put(name, value);
              } else if (!POLICIES.contains(name)) {
                throw new InvalidInputException(
                    "policy of a step", "must be one of " + new TreeSet<>(POLICIES), name);
              } else if (value != null) {
                policies.put(name, value);
              }
            });
    return new ElementStep.Task(task.id(), task.task(), policy(policies), inputs);
  }

  private static TaskPolicy policy(Map<String, Object> given) {
    TaskPolicy policy = TaskPolicy.DEFAULT;
    if (given.containsKey("_retry")) {
      Duration backoff =
          given.containsKey("_backoff") ? time("_backoff", given.get("_backoff")) : Duration.ZERO;
      policy = policy.retry(Retry.constant(number("_retry", given.get("_retry")), backoff));
    }
    if (given.containsKey("_timeout")) {
      policy = policy.timeout(time("_timeout", given.get("_timeout")));
    }
    if (given.containsKey("_throttle")) {
      policy = policy.throttle(number("_throttle", given.get("_throttle")));
    }
    return given.containsKey("_on_failure")
        ? policy.onFailure(onFailure(given.get("_on_failure")))
        : policy;
  }

  private static OnFailure onFailure(@Nullable Object value) {
    try {
      return OnFailure.valueOf(String.valueOf(value).toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(
          "_on_failure", "must be EXCLUDE, CONTINUE or ABORT", String.valueOf(value));
    }
  }

  private static int number(String name, @Nullable Object value) {
    if (value instanceof Number number && number.doubleValue() == number.intValue()) {
      return number.intValue();
    }
    throw new InvalidInputException(name, "must be a whole number", String.valueOf(value));
  }

  private static Duration time(String name, @Nullable Object value) {
    if (value instanceof Duration time) {
      return requireTime(name, time);
    }
    if (value instanceof Number seconds && Double.isFinite(seconds.doubleValue())) {
      return requireTime(name, Duration.ofNanos((long) (seconds.doubleValue() * NANOS)));
    }
    throw new InvalidInputException(name, "must be a number of seconds", String.valueOf(value));
  }

  private static Duration requireTime(String name, Duration time) {
    if (time.isNegative()) {
      throw new InvalidInputException(name, "must not be negative", time);
    }
    return time;
  }
}
