package io.flowengine.yaml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values of fields. */
final class Values {
  private Values() {}

  /** A copy in which equal numbers are equal objects, and keys are text. */
  static @Nullable Object plain(@Nullable Object value) {
    return switch (value) {
      case Integer number -> number.longValue();
      case Map<?, ?> map -> {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        map.forEach((key, each) -> copy.put(String.valueOf(key), plain(each)));
        yield copy;
      }
      case List<?> list -> {
        List<@Nullable Object> copy = new ArrayList<>();
        list.forEach(each -> copy.add(plain(each)));
        yield copy;
      }
      case null -> null;
      default -> value;
    };
  }

  /** Puts the mark for a secret in the place of one. */
  static void leaveOut(Map<String, @Nullable Object> fields, List<String> path) {
    Object owner = path.size() == 1 ? fields : at(fields, path.subList(0, path.size() - 1));
    if (owner instanceof Map<?, ?>) {
      @SuppressWarnings("unchecked") // Values.plain makes maps of this kind
      Map<String, @Nullable Object> map = (Map<String, @Nullable Object>) owner;
      map.put(path.getLast(), LeftOut.SECRET);
    }
  }

  /** What is at a path; null if nothing is. */
  static @Nullable Object at(@Nullable Object value, List<String> path) {
    Object found = value;
    for (String key : path) {
      found = found instanceof Map<?, ?> map ? map.get(key) : null;
    }
    return found;
  }

  /** The paths to the marks in a value. */
  static List<List<String>> leftOut(@Nullable Object value) {
    List<List<String>> paths = new ArrayList<>();
    if (value == LeftOut.SECRET) {
      paths.add(List.of());
    } else if (value instanceof Map<?, ?> map) {
      map.forEach(
          (key, each) -> {
            for (List<String> rest : leftOut(each)) {
              List<String> path = new ArrayList<>(List.of(String.valueOf(key)));
              path.addAll(rest);
              paths.add(path);
            }
          });
    }
    return paths;
  }

  /** A copy with the secrets of another value in the places of the marks. */
  static @Nullable Object filled(@Nullable Object value, @Nullable Object other) {
    if (value == LeftOut.SECRET) {
      return other;
    }
    if (!(value instanceof Map<?, ?> map)) {
      return value;
    }
    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
    map.forEach(
        (key, each) ->
            copy.put(String.valueOf(key), filled(each, at(other, List.of(String.valueOf(key))))));
    return copy;
  }
}
