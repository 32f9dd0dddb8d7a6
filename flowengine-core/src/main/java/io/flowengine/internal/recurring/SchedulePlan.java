package io.flowengine.internal.recurring;

import io.flowengine.execution.InvalidInputException;
import io.flowengine.internal.cron.CronRecurrence;
import io.flowengine.resource.Misfire;
import io.flowengine.resource.Overlap;
import io.flowengine.spi.Recurrence;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When a schedule fires, and what it does about fires that are late or meet a run that has not
 * ended. Made of the fields of its record; a pure function of them.
 */
public final class SchedulePlan {
  /** The fields of which a schedule without a scheduler has one. */
  public static final List<String> WAYS = List.of("cron", "every", "at", "recurrence");

  private static final Duration MOST_STEP = Duration.ofDays(3000);

  private final String id;
  private final Recurrence recurrence;
  private final Duration jitter;
  private final PlanFields fields;
  private final Hooks hooks;

  private SchedulePlan(String id, Recurrence recurrence, PlanFields fields) {
    this.id = id;
    this.recurrence = recurrence;
    this.fields = fields;
    jitter = fields.span("jitter", Duration.ZERO);
    hooks = Hooks.of(fields);
  }

  /**
   * Reads the fields of a schedule that has no scheduler.
   *
   * @param id the id of the schedule
   * @param record its fields
   * @param recurrences the kinds of recurrence that this engine knows
   * @return the plan
   * @throws InvalidInputException if a field breaks a rule, or this engine does not know the kind
   */
  public static SchedulePlan of(
      String id, Map<String, @Nullable Object> record, Recurrences recurrences) {
    PlanFields fields = new PlanFields(record);
    List<String> given = WAYS.stream().filter(way -> record.get(way) != null).toList();
    if (given.size() != 1) {
      throw new InvalidInputException(
          "a schedule has either a scheduler or exactly one of cron, every, at and recurrence;"
              + " this one has "
              + (given.isEmpty() ? "none of them" : given));
    }
    Recurrence recurrence =
        switch (given.getFirst()) {
          case "cron" -> CronRecurrence.of(fields.text("cron"), fields.zone());
          case "every" -> new Interval(fields.positive("every"), fields.instant("anchor"));
          case "recurrence" ->
              recurrences.of(fields.text("recurrence"), record.get("rule"), fields.zone());
          default -> once(fields.instant("at"));
        };
    SchedulePlan plan = new SchedulePlan(id, recurrence, fields);
    fields.check();
    return plan;
  }

  private static Recurrence once(Instant at) {
    return after -> after.isBefore(at) ? Optional.of(at) : Optional.empty();
  }

  /**
   * Refuses a cron expression that does not fire for years.
   *
   * @param now where to begin
   */
  public void requireFire(Instant now) {
    if (recurrence instanceof CronRecurrence cron) {
      CronRecurrence unused = cron.requireFire(now);
    }
  }

  /** {@return the zone in which people read the instants} */
  public ZoneId zone() {
    return fields.zone();
  }

  Misfire misfire() {
    return fields.choice("misfire", Misfire.ONCE);
  }

  Duration grace() {
    return fields.span("misfire_grace", Duration.ofSeconds(60));
  }

  int mostCaughtUp() {
    return fields.count("max_catch_up", 100);
  }

  Overlap overlap() {
    return fields.choice("overlap", Overlap.SKIP);
  }

  int mostQueued() {
    return fields.count("queue_limit", Integer.MAX_VALUE);
  }

  /** {@return when the schedule goes on; null if it is not paused} */
  public @Nullable Instant pausedUntil() {
    return fields.instantOrNull("paused_until");
  }

  Hooks hooks() {
    return hooks;
  }

  /** The flow that decides about each fire; null for none. */
  @Nullable String shouldRun() {
    return fields.textOrNull("should_run");
  }

  /** How often a run is tried; null for once. */
  @Nullable Object retry() {
    return fields.record().get("retry");
  }

  /** {@return true if something depends on how runs end} */
  public boolean followsRuns() {
    return !hooks.isEmpty() || retry() != null;
  }

  /**
   * Names the flows that the schedule starts besides its own.
   *
   * @param record the fields of a schedule
   * @return the flows by field
   */
  public static Map<String, String> helpers(Map<String, @Nullable Object> record) {
    Map<String, String> flows = new LinkedHashMap<>();
    List<String> names = new ArrayList<>(Hooks.NAMES);
    names.add("should_run");
    for (String field : names) {
      if (record.get(field) instanceof String flow) {
        flows.put(field, flow);
      }
    }
    return flows;
  }

  /**
   * Finds the next nominal instant.
   *
   * @param after where to look from, exclusive
   * @return the instant; empty if there is none
   */
  public Optional<Instant> next(Instant after) {
    return recurrence.next(after);
  }

  /**
   * Gives when a nominal fire takes place: so much later as the jitter says, which is the same on
   * all nodes, and before the next nominal one.
   *
   * @param nominal the nominal instant
   * @return when it takes place
   */
  public Instant fireTime(Instant nominal) {
    if (jitter.isZero()) {
      return nominal;
    }
    Duration most =
        next(nominal)
            .map(next -> Duration.between(nominal, next).minusMillis(1))
            .filter(gap -> gap.compareTo(jitter) < 0)
            .orElse(jitter);
    long offset = Math.floorMod(hash(nominal), most.toMillis() + 1);
    return nominal.plusMillis(offset);
  }

  private long hash(Instant nominal) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest((id + "\n" + nominal).getBytes(StandardCharsets.UTF_8));
      long hash = 0;
      for (int i = 0; i < Long.BYTES; i++) {
        hash = hash << Byte.SIZE | (digest[i] & 0xff);
      }
      return hash;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /**
   * Finds the last nominal instant before another, without going through all of them.
   *
   * @param after where to look from, exclusive
   * @param before where to look to, exclusive
   * @return the last one in between; empty if there is none
   */
  Optional<Instant> last(Instant after, Instant before) {
    Duration step = Duration.ofSeconds(1);
    Instant from = before;
    Optional<Instant> found = Optional.empty();
    while (found.isEmpty() && from.isAfter(after)) {
      from = before.minus(step).isBefore(after) ? after : before.minus(step);
      found = next(from).filter(next -> next.isBefore(before));
      step = step.compareTo(MOST_STEP) < 0 ? step.multipliedBy(2) : step.plus(MOST_STEP);
    }
    while (found.isPresent()) {
      Optional<Instant> later = next(found.get()).filter(next -> next.isBefore(before));
      if (later.isEmpty()) {
        return found;
      }
      found = later;
    }
    return found;
  }

  /**
   * Lists nominal instants, the latest first.
   *
   * @param after where they end, exclusive
   * @param last the latest one
   * @param most how many at most
   * @return the instants
   */
  public List<Instant> backwards(Instant after, Instant last, int most) {
    List<Instant> instants = new ArrayList<>();
    Optional<Instant> each = Optional.of(last);
    while (each.isPresent() && instants.size() < most) {
      instants.add(each.get());
      each = last(after, each.get());
    }
    return instants;
  }
}
