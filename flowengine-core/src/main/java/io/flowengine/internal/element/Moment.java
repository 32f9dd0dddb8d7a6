package io.flowengine.internal.element;

import static java.util.Objects.requireNonNull;

import io.flowengine.element.TaskOutcome;
import io.flowengine.element.TaskResult;
import io.flowengine.execution.Value;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a run heard of at one time: the attempts and the spans of time that ended. A run is decided
 * by its moments alone, so they are what is recorded of it.
 *
 * @param at when
 * @param ended what ended, in the order in which it was heard of
 */
record Moment(Instant at, List<Ended> ended) {
  /**
   * Something that ended.
   *
   * @param number its number; everything that a run starts is numbered from 1
   * @param ending how; {@link Ending#ok()} for a span of time
   */
  record Ended(int number, Ending ending) {
    /** What ended well without a value is but its number: that is how most of it ends. */
    Object toObject() {
      if (ending.equals(Ending.ok())) {
        return number;
      }
      TaskResult result = ending.result();
      Map<String, @Nullable Object> map = new LinkedHashMap<>();
      map.put("n", number);
      map.put("outcome", result.outcome().name());
      if (result.changed()) {
        map.put("changed", true);
      }
      if (!result.value().isNull()) {
        map.put("value", result.value().toObject());
      }
      if (result.message() != null) {
        map.put("message", result.message());
      }
      if (ending.isGone()) {
        map.put("gone", true);
      }
      Writes writes = ending.writes();
      put(map, "context", writes.context());
      put(map, "settings", writes.settings());
      if (writes.configuration() != null) {
        map.put("configuration", writes.configuration());
      }
      return map;
    }

    static Ended of(Object recorded) {
      if (recorded instanceof Long number) {
        return new Ended(number.intValue(), Ending.ok());
      }
      Map<?, ?> map = (Map<?, ?>) recorded;
      TaskResult result =
          new TaskResult(
              TaskOutcome.valueOf(String.valueOf(map.get("outcome"))),
              map.containsKey("changed"),
              Value.of(map.get("value")),
              text(map.get("message")));
      Writes writes =
          new Writes(
              values(map.get("context")),
              values(map.get("settings")),
              text(map.get("configuration")));
      return new Ended(
          ((Long) requireNonNull(map.get("n"))).intValue(),
          map.containsKey("gone")
              ? Ending.gone()
              : writes.isEmpty() ? Ending.of(result) : new Ending(result, writes, false));
    }

    private static @Nullable String text(@Nullable Object value) {
      return value == null ? null : Objects.toString(value);
    }

    private static void put(
        Map<String, @Nullable Object> map, String name, Map<String, @Nullable Object> values) {
      if (!values.isEmpty()) {
        map.put(name, values);
      }
    }

    private static Map<String, @Nullable Object> values(@Nullable Object map) {
      Map<String, @Nullable Object> values = new LinkedHashMap<>();
      if (map instanceof Map<?, ?> given) {
        given.forEach((key, value) -> values.put(String.valueOf(key), value));
      }
      return values;
    }
  }

  /** As it is recorded: the microseconds since 1970, then what ended. Nearly all are numbers. */
  static Value toValue(List<Moment> moments) {
    StringBuilder json = new StringBuilder("[");
    for (Moment moment : moments) {
      json.append(json.length() > 1 ? ",[" : "[");
      json.append(ChronoUnit.MICROS.between(Instant.EPOCH, moment.at));
      for (Ended ended : moment.ended) {
        json.append(',');
        if (ended.ending.equals(Ending.ok())) {
          json.append(ended.number);
        } else {
          json.append(Value.of(ended.toObject()).json());
        }
      }
      json.append(']');
    }
    return Value.ofJson(json.append(']').toString());
  }

  static List<Moment> of(Value recorded) {
    List<Moment> moments = new ArrayList<>();
    for (Object each : (List<?>) requireNonNull(recorded.toObject())) {
      List<?> one = (List<?>) requireNonNull(each);
      Instant at = Instant.EPOCH.plus((Long) requireNonNull(one.getFirst()), ChronoUnit.MICROS);
      List<Ended> ended = new ArrayList<>(one.size() - 1);
      one.subList(1, one.size()).forEach(end -> ended.add(Ended.of(requireNonNull(end))));
      moments.add(new Moment(at, ended));
    }
    return moments;
  }
}
