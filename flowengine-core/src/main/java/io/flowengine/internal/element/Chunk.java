package io.flowengine.internal.element;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one entry of the journal records of a run.
 *
 * @param moments what it heard of
 * @param announced the numbers of attempts that begin after it, of which nobody will know how far
 *     they came if there is no end of them
 * @param asked the numbers of attempts that were under way when the JVM died, and that people are
 *     to be asked about
 * @param isPaused true if the run came to rest after it
 */
record Chunk(List<Moment> moments, List<Integer> announced, List<Integer> asked, boolean isPaused) {
  /** Nothing has happened since, but people are to be asked. */
  static Chunk asking(List<Integer> about) {
    return new Chunk(List.of(), List.of(), about, false);
  }

  Value toValue() {
    if (announced.isEmpty() && asked.isEmpty() && !isPaused) {
      return Moment.toValue(moments);
    }
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("moments", Moment.toValue(moments));
    all.put("announced", announced);
    all.put("asked", asked);
    all.put("paused", isPaused);
    return Value.of(all);
  }

  static Chunk of(Value recorded) {
    if (recorded.toObject() instanceof Map<?, ?> map) {
      return new Chunk(
          Moment.of(Value.of(map.get("moments"))),
          numbers(map.get("announced")),
          numbers(map.get("asked")),
          Boolean.TRUE.equals(map.get("paused")));
    }
    return new Chunk(Moment.of(recorded), List.of(), List.of(), false);
  }

  private static List<Integer> numbers(@Nullable Object recorded) {
    List<Integer> numbers = new ArrayList<>();
    for (Object number : (List<?>) requireNonNull(recorded)) {
      numbers.add(((Long) requireNonNull(number)).intValue());
    }
    return numbers;
  }
}
