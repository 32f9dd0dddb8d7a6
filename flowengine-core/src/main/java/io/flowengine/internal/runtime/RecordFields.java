package io.flowengine.internal.runtime;

import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.RecordType;
import io.flowengine.spi.StoredRecord;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which fields records of a type have, which of them can be written, and how scripts see them. One
 * table for all types.
 */
final class RecordFields {
  private static final List<String> COMMON =
      List.of(
          "id",
          "name",
          "description",
          "created_at",
          "created_by",
          "modified_at",
          "modified_by",
          "deleted_at",
          "deleted_by",
          "is_deleted",
          "project_id",
          "bundle_id",
          "is_readonly");
  private static final Set<String> WRITABLE = Set.of("name", "description", "project_id");
  private static final List<String> TIMES =
      List.of("created_at", "modified_at", "deleted_at", "started_at", "ended_at", "scheduled_for");

  /**
   * What is particular about a type.
   *
   * @param own the fields besides the common ones
   * @param writable those of them that can be written
   * @param untagged those that hold plain JSON
   */
  private record Descriptor(List<String> own, Set<String> writable, Set<String> untagged) {}

  private static final Map<RecordType, Descriptor> TYPES =
      Map.of(
          RecordType.SETTING,
          new Descriptor(List.of("value"), Set.of("value"), Set.of("value")),
          RecordType.PROJECT,
          new Descriptor(List.of(), Set.of(), Set.of()),
          RecordType.MESSAGE,
          new Descriptor(
              List.of(
                  "subject",
                  "message",
                  "request",
                  "message_type",
                  "is_submitted",
                  "response",
                  "execution_id"),
              Set.of(),
              Set.of()),
          RecordType.FLOW,
          new Descriptor(List.of("script"), Set.of(), Set.of()));

  private RecordFields() {}

  private static Descriptor descriptor(RecordType type) {
    Descriptor descriptor = TYPES.get(type);
    if (descriptor == null) {
      throw InvalidInputException.notAvailableYet("the record type " + type.scriptName());
    }
    return descriptor;
  }

  /** Refuses types that are part of the specification, but not yet of this version. */
  static void requireAvailable(RecordType type) {
    if (type != RecordType.EXECUTION) {
      Descriptor unused = descriptor(type);
    }
  }

  /** The names of the fields of a type. */
  static Set<String> names(RecordType type) {
    if (type == RecordType.EXECUTION) {
      return ExecutionRecord.fields();
    }
    Set<String> names = new HashSet<>(COMMON);
    names.addAll(descriptor(type).own);
    return names;
  }

  /**
   * Refuses fields that the type does not have or that cannot be written, and types that cannot be
   * written at all.
   */
  static void requireWritable(RecordType type, Map<String, ?> fields) {
    Descriptor descriptor = descriptor(type);
    if (type == RecordType.FLOW || type == RecordType.MESSAGE) {
      throw InvalidInputException.notAvailableYet("writing records of type " + type.scriptName());
    }
    for (String name : fields.keySet()) {
      if (!WRITABLE.contains(name) && !descriptor.writable.contains(name)) {
        throw new InvalidInputException(
            type.scriptName()
                + " field '"
                + name
                + "' "
                + (names(type).contains(name)
                    ? "is read-only"
                    : "does not exist; fields are " + names(type).stream().sorted().toList()));
      }
    }
  }

  static boolean isUntagged(RecordType type, String field) {
    return descriptor(type).untagged.contains(field);
  }

  static Map<String, @Nullable Object> empty(RecordType type) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    COMMON.forEach(name -> fields.put(name, null));
    descriptor(type).own.forEach(name -> fields.put(name, null));
    return fields;
  }

  /** A stored record as scripts see it. */
  static Map<String, @Nullable Object> of(StoredRecord record) {
    Map<String, @Nullable Object> fields = empty(record.type());
    fields.putAll(record.fields().toMap());
    fields.put("id", record.id());
    fields.put("name", record.name());
    fields.put("is_deleted", record.deleted());
    fields.put("is_readonly", false);
    TIMES.forEach(name -> fields.computeIfPresent(name, (key, value) -> text(value)));
    return fields;
  }

  /** An execution as scripts see it. */
  static Map<String, @Nullable Object> of(ExecutionRecord record, boolean withValues) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    for (String name : ExecutionRecord.fields()) {
      boolean value = name.equals("input_value") || name.equals("output_value");
      if (!value) {
        fields.put(name, record.field(name));
      } else if (withValues) {
        fields.put(
            name,
            name.equals("input_value") ? record.attributes().inputs() : record.state().outputs());
      }
    }
    TIMES.forEach(name -> fields.computeIfPresent(name, (key, value) -> text(value)));
    return fields;
  }

  private static Object text(Object time) {
    return switch (time) {
      case Instant instant -> RecordOperations.time(instant);
      case OffsetDateTime at -> RecordOperations.time(at.toInstant());
      default -> time;
    };
  }
}
