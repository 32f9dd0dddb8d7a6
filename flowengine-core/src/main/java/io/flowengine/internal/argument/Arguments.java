package io.flowengine.internal.argument;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.Value;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the arguments of a call and refuses what does not fit, by parameter, rule and value. */
public final class Arguments {
  private static final double MOST_SECONDS = 1e11;

  private final Value value;
  private final Map<String, @Nullable Object> map;

  public Arguments(Value value) {
    this.value = value;
    this.map = value.toMap();
  }

  public Value value() {
    return value;
  }

  /**
   * Refuses every argument that is not named; those named by {@code later} are part of the
   * specification, but not yet of this version.
   */
  public Arguments only(Set<String> known, Set<String> later) {
    for (String name : map.keySet()) {
      if (later.contains(name)) {
        throw InvalidInputException.notAvailableYet("'" + name + "'");
      }
    }
    requireParameters(map.keySet(), known);
    return this;
  }

  /** Refuses every argument that is not named. */
  public static void requireParameters(Set<String> given, Set<String> known) {
    for (String name : given) {
      if (!known.contains(name)) {
        throw new InvalidInputException(
            "'"
                + name
                + "' is not a parameter of this call; it has "
                + known.stream().sorted().toList());
      }
    }
  }

  /** Refuses every key of a dict that is not named. */
  static void requireKnown(String parameter, Set<String> given, Set<String> known) {
    for (String key : given) {
      if (!known.contains(key)) {
        throw new InvalidInputException(
            parameter + " has no '" + key + "'; it has " + known.stream().sorted().toList());
      }
    }
  }

  public @Nullable Object get(String name) {
    return map.get(name);
  }

  public boolean has(String name) {
    return map.containsKey(name);
  }

  public String text(String name) {
    Object given = map.get(name);
    if (given instanceof String text) {
      return text;
    }
    throw new InvalidInputException(name, "must be text", given);
  }

  public @Nullable String textOrNull(String name) {
    return map.get(name) == null ? null : text(name);
  }

  /** A name: trimmed, 1 to 128 characters. */
  public String name(String parameter) {
    return checkedName(parameter, text(parameter));
  }

  public static String checkedName(String parameter, String text) {
    String name = text.strip();
    if (name.isEmpty() || name.length() > 128) {
      throw new InvalidInputException(parameter, "must have 1 to 128 characters", text);
    }
    return name;
  }

  public boolean flag(String name, boolean absent) {
    Object given = map.get(name);
    if (given == null) {
      return absent;
    }
    if (given instanceof Boolean flag) {
      return flag;
    }
    throw new InvalidInputException(name, "must be True or False", given);
  }

  public int integer(String name, int absent) {
    Object given = map.get(name);
    if (given == null) {
      return absent;
    }
    if (given instanceof Long number && number == number.intValue()) {
      return number.intValue();
    }
    throw new InvalidInputException(name, "must be an int", given);
  }

  public Map<String, @Nullable Object> map(String name) {
    return nested(name, map.get(name));
  }

  @SuppressWarnings("unchecked")
  public Map<String, @Nullable Object> nested(String name, @Nullable Object given) {
    if (given == null) {
      return Map.of();
    }
    if (given instanceof Map<?, ?> fields) {
      return (Map<String, @Nullable Object>) fields;
    }
    throw new InvalidInputException(name, "must be a dict", given);
  }

  public ExecutionId execution(String name) {
    return execution(name, map.get(name));
  }

  public List<ExecutionId> executions(String name) {
    if (!(map.get(name) instanceof List<?> list)) {
      throw new InvalidInputException(name, "must be a list", map.get(name));
    }
    List<ExecutionId> ids = new ArrayList<>();
    for (Object element : list) {
      ids.add(execution(name, element));
    }
    return ids;
  }

  private static ExecutionId execution(String name, @Nullable Object given) {
    if (given instanceof String text && ExecutionId.isId(text)) {
      return ExecutionId.of(text);
    }
    throw new InvalidInputException(name, "must be an execution or the id of one", given);
  }

  /** A timeout: seconds or a timedelta; null for no limit. */
  public @Nullable Duration timeout(String name) {
    Object given = map.get(name);
    if (given == null) {
      return null;
    }
    Duration timeout =
        given instanceof Duration duration
            ? duration
            : given instanceof Number number ? seconds(name, number.doubleValue()) : null;
    if (timeout == null || timeout.isNegative()) {
      throw new InvalidInputException(
          name, "must be a number of seconds >= 0 or a timedelta", given);
    }
    return timeout;
  }

  /** A timeout in seconds, for messages. */
  public static String text(Duration timeout) {
    return BigDecimal.valueOf(timeout.toMillis(), 3).stripTrailingZeros().toPlainString();
  }

  /** A timeout that is not zero; null for no limit. */
  public @Nullable Duration limit(String name) {
    Duration timeout = timeout(name);
    if (timeout != null && timeout.isZero()) {
      throw new InvalidInputException(name, "must be > 0 seconds", 0);
    }
    return timeout;
  }

  /** Seconds as people write them. */
  public static String inSeconds(Duration time) {
    return BigDecimal.valueOf(time.toMillis(), 3).stripTrailingZeros().toPlainString();
  }

  /** Seconds to the nanosecond; not finite or out of range is refused. */
  public static Duration seconds(String name, double seconds) {
    if (!(Math.abs(seconds) <= MOST_SECONDS)) {
      throw new InvalidInputException(name, "must be a finite number of seconds", seconds);
    }
    return Duration.ofSeconds(
        (long) Math.floor(seconds), Math.round((seconds - Math.floor(seconds)) * 1e9));
  }
}
