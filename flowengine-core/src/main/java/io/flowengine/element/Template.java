package io.flowengine.element;

import io.flowengine.execution.InvalidInputException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Puts what is known of an element into the place of {@code ${path}}. */
record Template(TaskCall call) {
  private static final Pattern PATH = Pattern.compile("\\$\\{([^}]+)}");

  @Nullable Object fill(@Nullable Object template) {
    if (template == null) {
      return null;
    }
    return switch (template) {
      case String text -> fillText(text);
      case List<?> list -> {
        List<@Nullable Object> filled = new ArrayList<>();
        list.forEach(each -> filled.add(fill(each)));
        yield filled;
      }
      case Map<?, ?> map -> {
        Map<String, @Nullable Object> filled = new LinkedHashMap<>();
        map.forEach((key, value) -> filled.put(String.valueOf(key), fill(value)));
        yield filled;
      }
      default -> template;
    };
  }

  private Object fillText(String text) {
    Matcher path = PATH.matcher(text);
    if (path.matches()) {
      return value(path.group(1).strip());
    }
    StringBuilder filled = new StringBuilder();
    while (path.find()) {
      Object value = value(path.group(1).strip());
      path.appendReplacement(filled, Matcher.quoteReplacement(String.valueOf(value)));
    }
    return path.appendTail(filled).toString();
  }

  private Object value(String path) {
    List<String> keys = List.of(path.split("\\.", -1));
    Object found =
        switch (keys.getFirst()) {
          case "command" -> call instanceof TaskScope scope ? scope.command() : null;
          case "inputs" -> below(call.inputs(), keys.subList(1, keys.size()));
          case "results" -> result(keys);
          case "tasks" -> task(path, keys);
          default -> call.context().lookUp(keys);
        };
    if (found == null) {
      throw new InvalidInputException(
          "${" + path + "}", "must have a value on element " + call.element().id(), "nothing");
    }
    return found;
  }

  private @Nullable Object result(List<String> keys) {
    if (keys.size() < 2) {
      return null;
    }
    TaskResult result = call.result(keys.get(1)).map(StepResult::result).orElse(null);
    String field = keys.size() > 2 ? keys.get(2) : "value";
    return result == null
        ? null
        : switch (field) {
          case "value" ->
              below(result.value().toObject(), keys.subList(Math.min(3, keys.size()), keys.size()));
          case "outcome" -> result.outcome().name();
          case "changed" -> result.changed();
          case "message", "error" -> result.message();
          default -> null;
        };
  }

  /** The way of the Flux manual to name what the last part of a task gave on the same element. */
  private @Nullable Object task(String path, List<String> keys) {
    if (keys.size() < 4 || !keys.get(2).equals("processing_script_out")) {
      throw new InvalidInputException(
          "${" + path + "}",
          "must be tasks.<step>.processing_script_out.result or .status; of other parts nothing is"
              + " kept",
          path);
    }
    TaskResult result = call.result(keys.get(1)).map(StepResult::result).orElse(null);
    if (result == null) {
      return null;
    }
    return switch (keys.get(3)) {
      case "result" -> below(result.value().toObject(), keys.subList(4, keys.size()));
      case "status" -> result.outcome().name();
      default -> null;
    };
  }

  private static @Nullable Object below(@Nullable Object value, List<String> keys) {
    Object found = value;
    for (String key : keys) {
      found = found instanceof Map<?, ?> map ? map.get(key) : null;
    }
    return found;
  }
}
