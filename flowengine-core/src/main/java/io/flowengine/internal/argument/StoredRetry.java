package io.flowengine.internal.argument;

import io.flowengine.flow.RetryPolicy;
import io.flowengine.flow.RetryPolicy.Delays;
import io.flowengine.flow.RetryPolicy.Exponential;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A retry policy as records keep it: numbers and text, whatever it was given as. */
public final class StoredRetry {
  private static final double MILLIS = 1000.0;

  private StoredRetry() {}

  public static Map<String, @Nullable Object> of(RetryPolicy policy) {
    Map<String, @Nullable Object> stored = new LinkedHashMap<>();
    stored.put("max_attempts", policy.maxAttempts());
    stored.put(
        "backoff",
        switch (policy.backoff()) {
          case Delays listed -> listed.delays().stream().map(StoredRetry::seconds).toList();
          case Exponential growing ->
              Map.of("initial", seconds(growing.initial()), "multiplier", growing.multiplier());
        });
    stored.put("jitter", policy.jitter());
    stored.put("max_delay", seconds(policy.maxDelay()));
    if (!policy.names().isEmpty()) {
      stored.put("retry_if", policy.names().stream().sorted().toList());
    }
    return stored;
  }

  private static double seconds(Duration span) {
    return span.toMillis() / MILLIS;
  }
}
