package io.flowengine.jdbc.internal.table;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.Failure;
import io.flowengine.execution.Failure.Frame;
import io.flowengine.execution.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A failure as JSON: a list that begins with the failure and goes on with its causes, so that long
 * chains do not nest.
 */
final class FailureText {
  private FailureText() {}

  static @Nullable String of(@Nullable Failure failure) {
    if (failure == null) {
      return null;
    }
    List<Map<String, Object>> chain = new ArrayList<>();
    for (Failure link = failure; link != null; link = link.cause()) {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("name", link.name());
      map.put("message", link.message());
      map.put("stack", link.stack());
      map.put("frames", link.frames().stream().map(FailureText::frame).toList());
      map.put("execution", link.executionId().toString());
      map.put("at", link.at().toString());
      chain.add(map);
    }
    return Value.of("failure", chain).json();
  }

  private static List<Object> frame(Frame frame) {
    return List.of(frame.function(), frame.file(), frame.line());
  }

  static @Nullable Failure read(@Nullable String json) {
    if (json == null || !(Value.ofJson(json).toObject() instanceof List<?> chain)) {
      return null;
    }
    Failure failure = null;
    for (Object link : chain.reversed()) {
      Map<?, ?> map = (Map<?, ?>) requireNonNull(link);
      List<Frame> frames = new ArrayList<>();
      for (Object frame : (List<?>) get(map, "frames")) {
        List<?> parts = (List<?>) requireNonNull(frame);
        int line = ((Number) requireNonNull(parts.get(2))).intValue();
        frames.add(new Frame(text(parts.get(0)), text(parts.get(1)), line));
      }
      failure =
          new Failure(
              text(get(map, "name")),
              text(get(map, "message")),
              text(get(map, "stack")),
              frames,
              ExecutionId.of(text(get(map, "execution"))),
              Instant.parse(text(get(map, "at"))),
              failure);
    }
    return failure;
  }

  private static Object get(Map<?, ?> map, String key) {
    return requireNonNull(map.get(key), key);
  }

  private static String text(@Nullable Object object) {
    return (String) requireNonNull(object);
  }
}
