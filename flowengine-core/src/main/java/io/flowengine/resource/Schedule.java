package io.flowengine.resource;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * When a flow is started again and again, as a host writes it down. Immutable: the methods give
 * changed copies. It is checked when it is saved.
 *
 * <pre>{@code
 * engine.schedules().save("nightly", Schedule.cron("0 2 * * *").zone("Europe/Berlin").flow("etl"));
 * }</pre>
 */
public final class Schedule {
  private static final double MILLIS = 1000.0;

  private final Map<String, @Nullable Object> fields;

  private Schedule(Map<String, @Nullable Object> fields) {
    this.fields = fields;
  }

  private static Schedule of(String field, Object value) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put(field, value);
    return new Schedule(fields);
  }

  /**
   * Fires when a cron expression says so.
   *
   * @param expression minute, hour, day, month, weekday; or six fields with the second first; or
   *     one of {@code @hourly @daily @weekly @monthly @yearly}
   * @return the schedule, in UTC
   */
  public static Schedule cron(String expression) {
    return of("cron", requireNonNull(expression, "expression"));
  }

  /**
   * Fires every so often, counted from the moment it is saved unless {@link #anchor} says
   * otherwise.
   *
   * @param interval how often; &gt; 0
   * @return the schedule
   */
  public static Schedule every(Duration interval) {
    return of("every", requireNonNull(interval, "interval"));
  }

  /**
   * Fires once.
   *
   * @param instant when
   * @return the schedule
   */
  public static Schedule at(Instant instant) {
    return of("at", requireNonNull(instant, "instant"));
  }

  /**
   * Fires as a kind of recurrence says that was added to the engine.
   *
   * @param kind the name under which it was added
   * @param rule the rule, of whatever form the kind has; null for none
   * @return the schedule
   */
  public static Schedule recurrence(String kind, @Nullable Object rule) {
    return of("recurrence", requireNonNull(kind, "kind")).with("rule", rule);
  }

  /**
   * Leaves it to a scheduler, a script that is stored, when the flow is started: one execution of
   * it is always under way.
   *
   * @param name the name or id of the scheduler
   * @return the schedule
   */
  public static Schedule scheduler(String name) {
    return of("scheduler", requireNonNull(name, "name"));
  }

  private Schedule with(String field, @Nullable Object value) {
    Map<String, @Nullable Object> changed = new LinkedHashMap<>(fields);
    changed.put(field, value);
    return new Schedule(changed);
  }

  /**
   * Names what is started.
   *
   * @param name name or id of the flow
   * @return the changed copy
   */
  public Schedule flow(String name) {
    return with("flow", requireNonNull(name, "name"));
  }

  /**
   * Sets the inputs of each execution; {@code scheduled_for}, the nominal instant, is added.
   *
   * @param inputs the inputs
   * @return the changed copy
   */
  public Schedule inputs(Map<String, ?> inputs) {
    return with("inputs", new LinkedHashMap<>(inputs));
  }

  /**
   * Sets the zone whose clocks a cron expression goes by.
   *
   * @param name an IANA name; default UTC
   * @return the changed copy
   */
  public Schedule zone(String name) {
    return with("zone", requireNonNull(name, "name"));
  }

  /**
   * Sets where intervals are counted from.
   *
   * @param instant one of the nominal instants
   * @return the changed copy
   */
  public Schedule anchor(Instant instant) {
    return with("anchor", requireNonNull(instant, "instant"));
  }

  /**
   * Sets what becomes of fires that could not take place in time.
   *
   * @param policy default {@link Misfire#ONCE}
   * @return the changed copy
   */
  public Schedule misfire(Misfire policy) {
    return with("misfire", policy.name().toLowerCase(Locale.ROOT));
  }

  /**
   * Sets how late a fire may be before it counts as a misfire.
   *
   * @param grace default 60 s
   * @return the changed copy
   */
  public Schedule misfireGrace(Duration grace) {
    return with("misfire_grace", requireNonNull(grace, "grace"));
  }

  /**
   * Sets how many missed fires {@link Misfire#ALL} makes up for; those before them are missed.
   *
   * @param most at least 1; default 100
   * @return the changed copy
   */
  public Schedule maxCatchUp(int most) {
    return with("max_catch_up", (long) most);
  }

  /**
   * Sets what becomes of a fire while the former run has not ended.
   *
   * @param policy default {@link Overlap#SKIP}
   * @return the changed copy
   */
  public Schedule overlap(Overlap policy) {
    return with("overlap", policy.name().toLowerCase(Locale.ROOT));
  }

  /**
   * Sets how many fires may wait with {@link Overlap#QUEUE}; those beyond are skipped.
   *
   * @param most at least 1; default no limit
   * @return the changed copy
   */
  public Schedule queueLimit(int most) {
    return with("queue_limit", (long) most);
  }

  /**
   * Spreads fires: each takes place up to so much later, always the same for one nominal instant,
   * and before the next one.
   *
   * @param most how much later at most; default none
   * @return the changed copy
   */
  public Schedule jitter(Duration most) {
    return with("jitter", requireNonNull(most, "most"));
  }

  /**
   * Asks a flow before each fire. It is given {@code scheduled_for}; a result of false skips the
   * fire, one that fails counts as a failure and is asked again.
   *
   * @param flow the flow; it has five minutes
   * @return the changed copy
   */
  public Schedule shouldRun(String flow) {
    return with("should_run", requireNonNull(flow, "flow"));
  }

  /**
   * Tries runs that have failed again, each time as a new execution. Only how the last one ends
   * counts.
   *
   * @param maxAttempts how many there are at most, the first one included; 1 to 100
   * @param delays the waits between them, the last one repeated; at least one
   * @return the changed copy
   */
  public Schedule retry(int maxAttempts, Duration... delays) {
    List<Double> seconds = Stream.of(delays).map(delay -> delay.toMillis() / MILLIS).toList();
    return with("retry", Map.of("max_attempts", (long) maxAttempts, "backoff", seconds));
  }

  /**
   * Starts a flow when so many runs in a row have failed, and at each further failure.
   *
   * @param flow the flow; it is told how the run ended, see docs/schedules.md
   * @param times how many; at least 1
   * @return the changed copy
   */
  public Schedule onFailure(String flow, int times) {
    return with("on_failure", requireNonNull(flow, "flow")).with("failure_times", (long) times);
  }

  /**
   * Starts the flow for failures at the one that completes a series only, not at further ones.
   *
   * @return the changed copy
   */
  public Schedule failureExact() {
    return with("failure_exact", true);
  }

  /**
   * Starts a flow once, when so many runs in a row have succeeded after a series of failures that
   * was long enough for {@link #onFailure}.
   *
   * @param flow the flow
   * @param times how many; at least 1
   * @return the changed copy
   */
  public Schedule onRecovery(String flow, int times) {
    return with("on_recovery", requireNonNull(flow, "flow")).with("recovery_times", (long) times);
  }

  /**
   * Starts a flow when a run has succeeded.
   *
   * @param flow the flow
   * @return the changed copy
   */
  public Schedule onSuccess(String flow) {
    return with("on_success", requireNonNull(flow, "flow"));
  }

  /**
   * Puts a wrapper around what it starts, outside those that are attached to the flow.
   *
   * @param name name or id of the wrapper
   * @return the changed copy
   */
  public Schedule wrapper(String name) {
    return with("wrapper", requireNonNull(name, "name"));
  }

  /**
   * Sets the roles of what it starts.
   *
   * @param names the names of the roles
   * @return the changed copy
   */
  public Schedule roles(List<String> names) {
    return with("roles", List.copyOf(names));
  }

  /**
   * Names the setting with the parameters of a scheduler.
   *
   * @param name its name
   * @return the changed copy
   */
  public Schedule setting(String name) {
    return with("setting", requireNonNull(name, "name"));
  }

  /** {@return the fields of the record it is saved as, by the names that scripts use; a copy} */
  public Map<String, @Nullable Object> fields() {
    return new LinkedHashMap<>(fields);
  }
}
