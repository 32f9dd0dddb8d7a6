package io.flowengine.internal.argument;

import io.flowengine.flow.RetryPolicy;
import io.flowengine.spi.Environment;
import java.time.Duration;
import java.util.Set;

/**
 * A checked policy.
 *
 * @param policy the policy
 * @param asks true if the flow's own code decides too
 */
public record Retrying(RetryPolicy policy, boolean asks) {
  /** Stems of errors that another attempt would meet again. */
  private static final Set<String> HOPELESS =
      Set.of(
          "InvalidInput",
          "MissingInput",
          "ExtraInput",
          "SchemaValidation",
          "ResultTooLarge",
          "PermissionDenied");

  private static final String BREAKER = "CircuitOpenError";

  /** True if another attempt may meet with something else than this error. */
  public boolean isHopeful(String error) {
    if (HOPELESS.contains(error.replaceFirst("(Error|Exception)$", ""))) {
      return false;
    }
    Set<String> names = policy.names();
    return names.isEmpty() ? !error.equals(BREAKER) || asks : names.contains(error);
  }

  /** How long to wait after an attempt, counted from 1; draws the jitter. */
  public Duration delay(int attempt, Environment environment) {
    double jitter = policy.jitter();
    if (jitter == 0) {
      return policy.delay(attempt, 1);
    }
    double drawn = (environment.randomLong() >>> 11) * 0x1p-53;
    return policy.delay(attempt, 1 - jitter + 2 * jitter * drawn);
  }
}
