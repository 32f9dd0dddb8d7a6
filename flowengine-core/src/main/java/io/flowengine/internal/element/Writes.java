package io.flowengine.internal.element;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an attempt writes if it ends well. Immutable.
 *
 * @param context what is added to the context for the rest of the run, by path
 * @param settings what is saved in the inventory, by path
 * @param configuration a new version of the stored configuration; null if there is none
 */
record Writes(
    Map<String, @Nullable Object> context,
    Map<String, @Nullable Object> settings,
    @Nullable String configuration) {
  static final Writes NONE = new Writes(Map.of(), Map.of(), null);

  Writes {
    context = Collections.unmodifiableMap(new LinkedHashMap<>(context));
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
  }

  boolean isEmpty() {
    return context.isEmpty() && settings.isEmpty() && configuration == null;
  }
}
