package io.flowengine.internal.recurring;

import io.flowengine.execution.InvalidInputException;
import io.flowengine.spi.Recurrence;
import io.flowengine.spi.RecurrenceKind;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of recurrence that the host has added.
 *
 * @param kinds the kinds by name
 */
public record Recurrences(Map<String, RecurrenceKind> kinds) {
  /** Copies the map. */
  public Recurrences {
    kinds = Map.copyOf(kinds);
  }

  /** {@return what this node is able to do with schedules} */
  public Set<String> capabilities() {
    Set<String> capabilities = new HashSet<>(Set.of(ScheduleProgram.CAPABILITY));
    kinds.keySet().forEach(name -> capabilities.add(capability(name)));
    return capabilities;
  }

  /**
   * Tells what a node must be able to do to work on a schedule.
   *
   * @param fields the fields of the schedule
   * @return the capability
   */
  public static String required(Map<String, @Nullable Object> fields) {
    return fields.get("recurrence") instanceof String kind
        ? capability(kind)
        : ScheduleProgram.CAPABILITY;
  }

  private static String capability(String kind) {
    return ScheduleProgram.POOL + ":recurrence:" + kind;
  }

  Recurrence of(String kind, @Nullable Object rule, ZoneId zone) {
    RecurrenceKind known = kinds.get(kind);
    if (known == null) {
      throw new InvalidInputException(
          "field 'recurrence' of a schedule",
          "must be a kind that this engine knows, and it knows "
              + (kinds.isEmpty() ? "none" : kinds.keySet().stream().sorted().toList())
              + "; add it with FlowEngine.builder().recurrence(name, kind)",
          kind);
    }
    try {
      return known.recurrence(rule, zone);
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(
          "field 'rule' of a schedule",
          "must be a rule of kind '" + kind + "': " + e.getMessage(),
          String.valueOf(rule));
    }
  }
}
