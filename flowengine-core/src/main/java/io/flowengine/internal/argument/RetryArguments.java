package io.flowengine.internal.argument;

import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.Value;
import io.flowengine.flow.RetryPolicy;
import io.flowengine.flow.RetryPolicy.Backoff;
import io.flowengine.flow.RetryPolicy.Delays;
import io.flowengine.flow.RetryPolicy.Exponential;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code retry=} and refuses what does not fit, by parameter, rule and value. */
public final class RetryArguments {
  private static final Set<String> KNOWN =
      Set.of("max_attempts", "backoff", "jitter", "max_delay", "retry_if");
  private static final Set<String> OF_WRAPPER = Set.of("max_tries", "delay_sec");
  private static final Set<String> GROWING = Set.of("initial", "multiplier");
  private static final long ATTEMPTS = 3;
  private static final long MOST_ATTEMPTS = 100;
  private static final double WRAPPER_DELAY = 10;

  private RetryArguments() {}

  /**
   * Reads a policy.
   *
   * @param given what was given: how many attempts, a {@code Retry}, or a dict of the retry
   *     wrapper; null for none
   * @return the policy; null if there is none
   */
  public static @Nullable Retrying read(@Nullable Object given) {
    if (given == null) {
      return null;
    }
    if (!(given instanceof Map<?, ?> map)) {
      int attempts = attempts("retry", given);
      return new Retrying(policy(attempts, growing(1, 2)), false);
    }
    Map<String, @Nullable Object> fields = Value.of(map).toMap();
    if (!fields.isEmpty() && OF_WRAPPER.containsAll(fields.keySet())) {
      return new Retrying(ofWrapper(fields), false);
    }
    Arguments.requireKnown("retry", fields.keySet(), KNOWN);
    Object condition = fields.get("retry_if");
    Object backoff = fields.get("backoff");
    Backoff waits = backoff == null ? growing(1, 2) : backoff(backoff);
    long usual = backoff instanceof List<?> listed ? listed.size() + 1L : ATTEMPTS;
    Object most = fields.get("max_attempts");
    RetryPolicy policy =
        policy(attempts("retry.max_attempts", most == null ? usual : most), waits)
            .withJitter(jitter(fields.get("jitter")));
    if (fields.get("max_delay") != null) {
      policy = policy.withMaxDelay(positive("retry.max_delay", fields.get("max_delay")));
    }
    if (condition instanceof List<?> listed) {
      policy = policy.withRetryOn(names(listed));
    } else if (condition instanceof Map<?, ?> both
        && both.get("names") instanceof List<?> listed
        && !listed.isEmpty()) {
      policy = policy.withRetryOn(names(listed));
    }
    return new Retrying(policy, asks(condition));
  }

  private static RetryPolicy policy(int attempts, Backoff backoff) {
    return new RetryPolicy(attempts, backoff, 0, RetryPolicy.DEFAULT_MAX_DELAY, Set.of(), null);
  }

  private static RetryPolicy ofWrapper(Map<String, @Nullable Object> fields) {
    Object tries = fields.getOrDefault("max_tries", ATTEMPTS);
    Duration delay = wait("retry.delay_sec", fields.getOrDefault("delay_sec", WRAPPER_DELAY));
    return policy(attempts("retry.max_tries", tries), new Delays(List.of(delay)));
  }

  private static Exponential growing(double initial, double multiplier) {
    return new Exponential(Arguments.seconds("retry.backoff.initial", initial), multiplier);
  }

  private static int attempts(String parameter, @Nullable Object given) {
    if (given instanceof Long number && number >= 1 && number <= MOST_ATTEMPTS) {
      return number.intValue();
    }
    throw new InvalidInputException(parameter, "must be an int from 1 to " + MOST_ATTEMPTS, given);
  }

  private static Backoff backoff(Object given) {
    if (given instanceof List<?> listed) {
      List<Duration> delays = new ArrayList<>();
      for (Object delay : listed) {
        delays.add(wait("retry.backoff", delay));
      }
      if (delays.isEmpty()) {
        throw new InvalidInputException("retry.backoff", "must list at least one delay", given);
      }
      return new Delays(delays);
    }
    if (!(given instanceof Map<?, ?> map)) {
      return new Delays(List.of(wait("retry.backoff", given)));
    }
    Map<String, @Nullable Object> fields = Value.of(map).toMap();
    Arguments.requireKnown("retry.backoff", fields.keySet(), GROWING);
    Object initial = fields.get("initial");
    Object multiplier = fields.get("multiplier");
    Duration first =
        initial == null ? Duration.ofSeconds(1) : positive("retry.backoff.initial", initial);
    double growth = multiplier == null ? 2 : number("retry.backoff.multiplier", multiplier);
    if (!(growth >= 1 && Double.isFinite(growth))) {
      throw new InvalidInputException("retry.backoff.multiplier", "must be >= 1", growth);
    }
    return new Exponential(first, growth);
  }

  private static double jitter(@Nullable Object given) {
    double share = given == null ? 0 : number("retry.jitter", given);
    if (!(share >= 0 && share <= 1)) {
      throw new InvalidInputException("retry.jitter", "must be from 0 to 1", share);
    }
    return share;
  }

  private static boolean asks(@Nullable Object condition) {
    if (condition == null || condition instanceof List<?>) {
      return false;
    }
    if (condition instanceof Map<?, ?> map && map.containsKey("function")) {
      return true;
    }
    throw new InvalidInputException(
        "retry.retry_if", "must be a function or a list of error names", condition);
  }

  private static String[] names(List<?> listed) {
    Set<String> names = new HashSet<>();
    for (Object name : listed) {
      if (!(name instanceof String text) || text.isEmpty()) {
        throw new InvalidInputException("retry.retry_if", "must list names of errors", name);
      }
      names.add(text);
    }
    if (names.isEmpty()) {
      throw new InvalidInputException("retry.retry_if", "must list at least one name", listed);
    }
    return names.toArray(String[]::new);
  }

  private static Duration wait(String parameter, @Nullable Object given) {
    Duration wait = span(parameter, given);
    if (wait.isNegative()) {
      throw new InvalidInputException(parameter, "must be >= 0 seconds", given);
    }
    return wait;
  }

  private static Duration positive(String parameter, @Nullable Object given) {
    Duration span = span(parameter, given);
    if (!span.isPositive()) {
      throw new InvalidInputException(parameter, "must be > 0 seconds", given);
    }
    return span;
  }

  private static Duration span(String parameter, @Nullable Object given) {
    return given instanceof Duration duration
        ? duration
        : Arguments.seconds(parameter, number(parameter, given));
  }

  private static double number(String parameter, @Nullable Object given) {
    if (given instanceof Number number) {
      return number.doubleValue();
    }
    throw new InvalidInputException(parameter, "must be a number", given);
  }
}
