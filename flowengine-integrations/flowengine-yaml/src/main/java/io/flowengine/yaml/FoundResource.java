package io.flowengine.yaml;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record that was found in a folder, and where.
 *
 * @param resource the record
 * @param fieldFile the file of its fields; null if there is none
 * @param scriptFile the file of its script; null if there is none
 * @param lines the lines of the fields
 */
record FoundResource(
    Resource resource,
    @Nullable Path fieldFile,
    @Nullable Path scriptFile,
    Map<String, Integer> lines) {

  /** A violation in a field; in the record as a whole if the field is null. */
  Violation violation(@Nullable String field, int line, String message) {
    if (scriptFile != null && ("script".equals(field) || fieldFile == null)) {
      return new Violation(scriptFile, Math.max(line, 1), message);
    }
    Path file = requireNonNull(fieldFile, "one of the files exists");
    if (field == null) {
      return new Violation(file, 1, message);
    }
    String stem = field.endsWith("_id") ? field.substring(0, field.length() - 3) : field;
    return new Violation(file, lines.getOrDefault(field, lines.getOrDefault(stem, 1)), message);
  }
}
