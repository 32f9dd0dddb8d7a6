package io.flowengine.internal.handler;

import io.flowengine.flow.RetryPolicy;
import io.flowengine.flow.RetryPolicy.Delays;
import io.flowengine.flow.RetryPolicy.Exponential;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A retry policy in the form that calls take. */
final class RetryArgument {
  private RetryArgument() {}

  static Map<String, @Nullable Object> of(RetryPolicy policy) {
    Map<String, @Nullable Object> argument = new HashMap<>();
    argument.put("max_attempts", policy.maxAttempts());
    argument.put(
        "backoff",
        switch (policy.backoff()) {
          case Delays listed -> listed.delays();
          case Exponential growing ->
              Map.of("initial", growing.initial(), "multiplier", growing.multiplier());
        });
    if (policy.jitter() != 0) {
      argument.put("jitter", policy.jitter());
    }
    if (!policy.maxDelay().equals(RetryPolicy.DEFAULT_MAX_DELAY)) {
      argument.put("max_delay", policy.maxDelay());
    }
    if (policy.retryIf() != null || !policy.names().isEmpty()) {
      argument.put("retry_if", condition(policy));
    }
    return argument;
  }

  private static Object condition(RetryPolicy policy) {
    List<String> names = policy.names().stream().sorted().toList();
    return policy.retryIf() == null ? names : Map.of("function", "retryIf", "names", names);
  }
}
