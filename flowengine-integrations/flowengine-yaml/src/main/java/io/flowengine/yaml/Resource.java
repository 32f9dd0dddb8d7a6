package io.flowengine.yaml;

import io.flowengine.execution.RecordRef;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record as it is in files: references by name, without what has its default, secrets left out.
 *
 * @param kind what it is
 * @param name its name
 * @param fields its fields without the script
 * @param script its script; null if it has none
 */
record Resource(
    Kind kind, String name, Map<String, @Nullable Object> fields, @Nullable String script) {
  RecordRef ref() {
    return RecordRef.of(kind.type(), name);
  }
}
