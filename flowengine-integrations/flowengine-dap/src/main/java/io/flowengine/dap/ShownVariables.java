package io.flowengine.dap;

import io.flowengine.execution.StoppedLine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The variables of a line before which an execution stands, in the form of the protocol: each that
 * has parts has a number by which these are asked for. The numbers of frames come first.
 */
final class ShownVariables {
  private static final int SHOWN = 200;

  private final StoppedLine stop;
  private final List<Object> parents = new ArrayList<>();

  ShownVariables(StoppedLine stop) {
    this.stop = stop;
    stop.frames().forEach(frame -> parents.add(frame.variables()));
  }

  StoppedLine stop() {
    return stop;
  }

  /** What a frame, list or dict consists of; nothing for an unknown number. */
  List<Map<String, Object>> of(int reference) {
    Object parent = reference < 1 || reference > parents.size() ? "" : parents.get(reference - 1);
    List<Map<String, Object>> shown = new ArrayList<>();
    if (parent instanceof Map<?, ?> map) {
      map.forEach((name, value) -> shown.add(shown(String.valueOf(name), value)));
    } else if (parent instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        shown.add(shown(Integer.toString(i), list.get(i)));
      }
    }
    return shown;
  }

  /** A variable by its name; null if the frame has none of that name. */
  @Nullable Map<String, Object> named(int frame, String name) {
    return of(frame).stream()
        .filter(each -> name.equals(each.get("name")))
        .findFirst()
        .orElse(null);
  }

  private Map<String, Object> shown(String name, @Nullable Object value) {
    int reference = 0;
    if (value instanceof Map<?, ?> || value instanceof List<?>) {
      parents.add(value);
      reference = parents.size();
    }
    String text = text(value);
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("name", name);
    shown.put("value", text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…");
    shown.put("type", type(value));
    shown.put("variablesReference", reference);
    return shown;
  }

  /** As Python writes it. */
  private static String text(@Nullable Object value) {
    return switch (value) {
      case null -> "None";
      case Boolean flag -> flag ? "True" : "False";
      case String text -> "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
      case List<?> list -> list.stream().map(ShownVariables::text).toList().toString();
      case Map<?, ?> map -> {
        List<String> entries = new ArrayList<>();
        map.forEach((key, each) -> entries.add(text(key) + ": " + text(each)));
        yield "{" + String.join(", ", entries) + "}";
      }
      default -> value.toString();
    };
  }

  private static String type(@Nullable Object value) {
    return switch (value) {
      case null -> "NoneType";
      case Boolean unused -> "bool";
      case Double unused -> "float";
      case Number unused -> "int";
      case List<?> unused -> "list";
      case Map<?, ?> unused -> "dict";
      default -> "str";
    };
  }
}
