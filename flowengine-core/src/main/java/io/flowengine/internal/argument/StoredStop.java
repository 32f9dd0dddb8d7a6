package io.flowengine.internal.argument;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.StoppedLine;
import io.flowengine.execution.StoppedLine.Frame;
import io.flowengine.execution.StoppedLine.Mark;
import io.flowengine.execution.Value;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The line before which an execution stands, as one of its further fields. It names the execution,
 * because a copy of an execution has copies of its fields, and did not stop there.
 */
public final class StoredStop {
  private static final String FIELD = "_stop";

  private StoredStop() {}

  /**
   * Gives the line before which an execution stands, or stood last.
   *
   * @param record the execution
   * @return the line; null if it never stood before one
   */
  public static @Nullable StoppedLine of(ExecutionRecord record) {
    Value extras = record.attributes().extras();
    if (extras.isEmpty()
        || !extras.json().contains(FIELD)
        || !(extras.toMap().get(FIELD) instanceof Map<?, ?> stop)
        || !record.id().toString().equals(stop.get("execution"))) {
      return null;
    }
    Mark mark =
        new Mark(String.valueOf(stop.get("place")), number(stop, "line"), number(stop, "hit"));
    List<?> frames = (List<?>) requireNonNull(stop.get("frames"), "frames");
    return new StoppedLine(
        mark, frames.stream().map(frame -> StoredStop.frame((Map<?, ?>) frame)).toList());
  }

  private static Frame frame(Map<?, ?> stored) {
    Map<String, @Nullable Object> variables = new LinkedHashMap<>();
    for (Object variable : (List<?>) requireNonNull(stored.get("variables"), "variables")) {
      List<?> pair = (List<?>) variable;
      variables.put(String.valueOf(pair.getFirst()), pair.getLast());
    }
    return new Frame(String.valueOf(stored.get("function")), number(stored, "line"), variables);
  }

  private static int number(Map<?, ?> stored, String name) {
    return ((Number) requireNonNull(stored.get(name), name)).intValue();
  }

  /** The execution as it stands before a line. How far it is to go from there is not decided. */
  public static ExecutionRecord with(ExecutionRecord record, Mark where, @Nullable Object frames) {
    Map<String, @Nullable Object> stop = new HashMap<>();
    stop.put("execution", record.id().toString());
    stop.put("place", where.place());
    stop.put("line", where.line());
    stop.put("hit", where.hit());
    stop.put("frames", frames);
    Map<String, @Nullable Object> extras = record.attributes().extras().toMap();
    extras.put(FIELD, stop);
    extras.remove(DevelopmentMode.STEP);
    return record.with(record.attributes().withExtras(Value.of(extras)));
  }
}
