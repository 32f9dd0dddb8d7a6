package io.flowengine.internal.element;

import static java.util.Objects.requireNonNull;

import io.flowengine.element.ElementStatus;
import io.flowengine.element.StepResult;
import io.flowengine.internal.element.Moment.Ended;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an element takes with it into a rerun that begins where it failed. */
final class Remembered {
  private Remembered() {}

  /** As it is recorded: what was written, then each result with its step. */
  static Object toObject(Member member) {
    Results.View results = member.results();
    boolean failed = member.status == ElementStatus.FAILED;
    int size = failed ? Math.max(0, member.failedAt) : results.size();
    List<Object> all = new ArrayList<>();
    all.add(member.written());
    for (int i = 0; i < size; i++) {
      StepResult result = results.result(i);
      all.add(
          List.of(
              results.step(i),
              new Ended(result.attempts(), Ending.of(result.result())).toObject(),
              ChronoUnit.MICROS.between(Instant.EPOCH, result.started()),
              ChronoUnit.MICROS.between(Instant.EPOCH, result.ended())));
    }
    return all;
  }

  /** Gives it to the element of the rerun. */
  static void restore(Member member, Object recorded) {
    List<?> all = (List<?>) recorded;
    Map<String, @Nullable Object> written = new LinkedHashMap<>();
    ((Map<?, ?>) requireNonNull(all.getFirst()))
        .forEach((key, value) -> written.put(String.valueOf(key), value));
    member.take(new Writes(written, Map.of(), null));
    Results results = new Results();
    for (Object each : all.subList(1, all.size())) {
      List<?> one = (List<?>) requireNonNull(each);
      Ended ended = Ended.of(requireNonNull(one.get(1)));
      results.add(
          String.valueOf(one.getFirst()),
          new StepResult(
              ended.ending().result(), ended.number(), instant(one.get(2)), instant(one.get(3))));
    }
    Results.View view = results.view();
    member.memory = new Memory(view, view.size());
  }

  private static Instant instant(@Nullable Object micros) {
    return Instant.EPOCH.plus((Long) requireNonNull(micros), ChronoUnit.MICROS);
  }
}
