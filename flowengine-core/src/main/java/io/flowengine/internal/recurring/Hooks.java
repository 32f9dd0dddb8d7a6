package io.flowengine.internal.recurring;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is started when the runs of a schedule have ended in one way or another.
 *
 * @param onFailure the flow for failures; null for none
 * @param failureTimes how many failures in a row it takes
 * @param failureExact true if failures beyond these start nothing
 * @param onRecovery the flow for the end of such a series; null for none
 * @param recoveryTimes how many successes in a row it takes
 * @param onSuccess the flow for each success; null for none
 */
record Hooks(
    @Nullable String onFailure,
    int failureTimes,
    boolean failureExact,
    @Nullable String onRecovery,
    int recoveryTimes,
    @Nullable String onSuccess) {
  /** The fields that name flows. */
  static final List<String> NAMES = List.of("on_failure", "on_recovery", "on_success");

  static Hooks of(PlanFields fields) {
    return new Hooks(
        fields.textOrNull("on_failure"),
        fields.count("failure_times", 1),
        fields.flag("failure_exact"),
        fields.textOrNull("on_recovery"),
        fields.count("recovery_times", 1),
        fields.textOrNull("on_success"));
  }

  boolean isEmpty() {
    return onFailure == null && onRecovery == null && onSuccess == null;
  }

  /**
   * What an end comes to.
   *
   * @param tally with this end
   * @param flows what is started, by the field that names it
   */
  record Told(Tally tally, Map<String, String> flows) {}

  Told failed(Tally before) {
    Tally tally = before.failed(failureTimes);
    boolean tells =
        failureExact ? tally.failures() == failureTimes : tally.failures() >= failureTimes;
    return new Told(tally, tells && onFailure != null ? Map.of("on_failure", onFailure) : Map.of());
  }

  Told succeeded(Tally before) {
    Tally tally = before.succeeded();
    Map<String, String> flows = new LinkedHashMap<>();
    if (onSuccess != null) {
      flows.put("on_success", onSuccess);
    }
    if (!tally.reached() || tally.successes() < recoveryTimes) {
      return new Told(tally, flows);
    }
    if (onRecovery != null) {
      flows.put("on_recovery", onRecovery);
    }
    return new Told(tally.recovered(), flows);
  }
}
