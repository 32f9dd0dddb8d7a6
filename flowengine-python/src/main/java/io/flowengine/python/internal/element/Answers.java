package io.flowengine.python.internal.element;

import static java.util.Objects.requireNonNull;

import io.flowengine.element.Given;
import io.flowengine.execution.Value;
import io.flowengine.spi.ExecutionScript.Stand;
import io.flowengine.spi.StepRequest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads where instances stand. */
final class Answers {
  private static final int KEPT = 100;
  private static final int[] NOWHERE = {};
  private static final Stand DONE = new Stand(NOWHERE, new StepRequest.End(Value.EMPTY));

  /** Requests by their text: most are made again and again. */
  private final Map<String, StepRequest> requests =
      new LinkedHashMap<>(KEPT, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, StepRequest> eldest) {
          return size() > KEPT;
        }
      };

  /** Is told where an instance stands. */
  interface Standing {
    /**
     * One stands there.
     *
     * @param rank the element
     * @param stand where
     * @param looks whether the script looks at what comes of its step
     */
    void at(int rank, Stand stand, boolean looks);
  }

  void read(String answer, Standing standing) {
    int from = 0;
    while (from < answer.length()) {
      int end = answer.indexOf('\n', from);
      int to = end < 0 ? answer.length() : end;
      line(answer, from, to, standing);
      from = to + 1;
    }
  }

  private void line(String answer, int from, int to, Standing standing) {
    char kind = answer.charAt(from);
    int begin = from + 1;
    if (kind == 'D') {
      Ranks.read(answer, begin, to, rank -> standing.at(rank, DONE, false));
      return;
    }
    int bar = answer.indexOf('|', begin);
    if (kind == 'O' || kind == 'F') {
      int rank = Integer.parseInt(answer, begin, bar, 10);
      Value told = Value.ofJson(answer.substring(bar + 1, to));
      StepRequest last = kind == 'O' ? new StepRequest.End(told) : failed(told);
      standing.at(rank, new Stand(NOWHERE, last), false);
      return;
    }
    int second = answer.indexOf('|', bar + 1);
    StepRequest request =
        requests.computeIfAbsent(answer.substring(second + 1, to), Answers::request);
    Stand stand = new Stand(position(answer.substring(begin, bar)), request);
    boolean looks = kind == 'L';
    Ranks.read(answer, bar + 1, second, rank -> standing.at(rank, stand, looks));
  }

  private static int[] position(String text) {
    String[] parts = text.split(",", -1);
    int[] position = new int[parts.length];
    for (int i = 0; i < parts.length; i++) {
      position[i] = Integer.parseInt(parts[i]);
    }
    return position;
  }

  private static StepRequest failed(Value told) {
    Map<String, @Nullable Object> failure = told.toMap();
    return new StepRequest.Failed(
        text(failure, "error"),
        text(failure, "message"),
        Boolean.TRUE.equals(failure.get("ofStep")));
  }

  private static StepRequest request(String json) {
    Map<String, @Nullable Object> map = Value.ofJson(json).toMap();
    StepRequest step =
        switch (text(map, "step")) {
          case "task" -> new StepRequest.Task(text(map, "id"), text(map, "name"), inputs(map));
          case "flow" ->
              new StepRequest.Flow(
                  text(map, "id"), text(map, "name"), given(map.get("given")), inputs(map));
          case "sleep" -> new StepRequest.Sleep(requireNonNull(duration(map.get("seconds"))));
          case "gate" -> new StepRequest.Gate(text(map, "name"), duration(map.get("timeout")));
          default -> throw new IllegalStateException("there is no step " + json);
        };
    return map.containsKey("once")
        ? new StepRequest.Once(step, text(map, "once").equals("BATCH"))
        : step;
  }

  private static Given given(@Nullable Object told) {
    if (told instanceof Map<?, ?> map) {
      return map.get("ids") instanceof List<?> ids
          ? new Given.Listed(ids.stream().map(String::valueOf).toList())
          : new Given.Matching(String.valueOf(map.get("filter")));
    }
    return Given.Word.valueOf(String.valueOf(told));
  }

  private static Map<String, @Nullable Object> inputs(Map<String, @Nullable Object> map) {
    Map<String, @Nullable Object> inputs = new LinkedHashMap<>();
    if (map.get("inputs") instanceof Map<?, ?> given) {
      given.forEach((name, value) -> inputs.put(String.valueOf(name), value));
    }
    return inputs;
  }

  private static @Nullable Duration duration(@Nullable Object seconds) {
    return seconds instanceof Number number
        ? Duration.ofNanos(Math.round(number.doubleValue() * 1e9))
        : null;
  }

  private static String text(Map<String, @Nullable Object> map, String key) {
    return String.valueOf(map.get(key));
  }
}
