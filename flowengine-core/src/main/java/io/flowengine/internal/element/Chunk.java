package io.flowengine.internal.element;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What one entry of the journal records of a run.
 *
 * @param moments what it heard of
 * @param announced the numbers of attempts that begin after it, of which nobody will know how far
 *     they came if there is no end of them
 * @param isPaused true if the run came to rest after it
 */
record Chunk(List<Moment> moments, List<Integer> announced, boolean isPaused) {
  Value toValue() {
    if (announced.isEmpty() && !isPaused) {
      return Moment.toValue(moments);
    }
    return Value.of(
        Map.of("moments", Moment.toValue(moments), "announced", announced, "paused", isPaused));
  }

  static Chunk of(Value recorded) {
    if (recorded.toObject() instanceof Map<?, ?> map) {
      List<Integer> numbers = new ArrayList<>();
      for (Object number : (List<?>) requireNonNull(map.get("announced"))) {
        numbers.add(((Long) number).intValue());
      }
      return new Chunk(
          Moment.of(Value.of(map.get("moments"))), numbers, Boolean.TRUE.equals(map.get("paused")));
    }
    return new Chunk(Moment.of(recorded), List.of(), false);
  }
}
