package io.flowengine.testkit.behaviour;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a flow does, in the form that players read: a map with the key {@code do} and what
 * belongs to it.
 *
 * @param form the form; not changed after it was made
 */
record Move(Map<String, @Nullable Object> form) {

  static Move of(String name) {
    Map<String, @Nullable Object> form = new LinkedHashMap<>();
    form.put("do", name);
    return new Move(form);
  }

  /** A copy with one more argument. Moves inside the value are put into their form. */
  Move with(String key, @Nullable Object value) {
    Map<String, @Nullable Object> copy = new LinkedHashMap<>(form);
    copy.put(key, formed(value));
    return new Move(copy);
  }

  /** Keeps what the move gives under a label that later moves can use. */
  Move into(String label) {
    return with("into", label);
  }

  static List<Map<String, @Nullable Object>> forms(Move... moves) {
    List<Map<String, @Nullable Object>> forms = new ArrayList<>();
    for (Move move : moves) {
      forms.add(move.form);
    }
    return forms;
  }

  private static @Nullable Object formed(@Nullable Object value) {
    return value instanceof Move[] moves ? forms(moves) : value;
  }
}
