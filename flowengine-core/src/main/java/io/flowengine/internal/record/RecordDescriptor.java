package io.flowengine.internal.record;

import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.RecordType;
import io.flowengine.internal.record.RecordField.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is particular about the records of one type.
 *
 * @param type the type
 * @param fields all fields, the common ones too, by name
 * @param initial the fields that are not null in a new record
 * @param hook makes what saving and deleting does beyond the table
 */
public record RecordDescriptor(
    RecordType type,
    Map<String, RecordField> fields,
    Map<String, Object> initial,
    Supplier<RecordHook> hook) {
  private static final List<RecordField> COMMON =
      List.of(
          new RecordField("id", Kind.TEXT, false),
          new RecordField("name", Kind.TEXT, true),
          new RecordField("description", Kind.TEXT, true),
          new RecordField("created_at", Kind.TIME, false),
          new RecordField("created_by", Kind.TEXT, false),
          new RecordField("modified_at", Kind.TIME, false),
          new RecordField("modified_by", Kind.TEXT, false),
          new RecordField("deleted_at", Kind.TIME, false),
          new RecordField("deleted_by", Kind.TEXT, false),
          new RecordField("is_deleted", Kind.FLAG, false),
          new RecordField("project_id", Kind.TEXT, true),
          new RecordField("bundle_id", Kind.TEXT, true),
          new RecordField("is_readonly", Kind.FLAG, true));

  /** A type that is a plain record with the common fields. */
  static RecordDescriptor of(RecordType type) {
    Map<String, RecordField> fields = new LinkedHashMap<>();
    COMMON.forEach(field -> fields.put(field.name(), field));
    return new RecordDescriptor(type, fields, Map.of(), () -> RecordHook.NONE);
  }

  private RecordDescriptor with(boolean writable, Kind kind, String... names) {
    Map<String, RecordField> more = new LinkedHashMap<>(fields);
    for (String name : names) {
      more.put(name, new RecordField(name, kind, writable));
    }
    return new RecordDescriptor(type, more, initial, hook);
  }

  RecordDescriptor with(Kind kind, String... names) {
    return with(true, kind, names);
  }

  RecordDescriptor withReadOnly(Kind kind, String... names) {
    return with(false, kind, names);
  }

  RecordDescriptor startingWith(Map<String, Object> values) {
    return new RecordDescriptor(type, fields, values, hook);
  }

  RecordDescriptor with(Supplier<RecordHook> added) {
    return new RecordDescriptor(type, fields, initial, added);
  }

  /** The names of all fields. */
  Set<String> names() {
    return fields.keySet();
  }

  /** The writable fields that a copy takes over: all but the name and what guards the original. */
  public List<String> copied() {
    List<String> names = new ArrayList<>();
    for (RecordField field : fields.values()) {
      if (field.isWritable()
          && !field.name().equals("name")
          && !field.name().equals("is_readonly")) {
        names.add(field.name());
      }
    }
    return names;
  }

  /** Finds a field that scripts may write. */
  RecordField writable(String name) {
    RecordField field = fields.get(name);
    if (field == null || !field.isWritable()) {
      throw new InvalidInputException(
          type.scriptName()
              + " field '"
              + name
              + "' "
              + (field == null
                  ? "does not exist; fields are " + names().stream().sorted().toList()
                  : "is read-only"));
    }
    return field;
  }

  /**
   * The type that a field names by a record or the name of one, for example that of {@code
   * project_name} and {@code project}: both stand for the field {@code project_id}. Null if the
   * field does not do so.
   */
  @Nullable RecordType named(String field) {
    if (fields.containsKey(field)) {
      return null;
    }
    String stem = stem(field);
    RecordField id = fields.get(stem + "_id");
    return id != null && id.isWritable() ? RecordType.of(stem) : null;
  }

  /** The name of a field without its ending. */
  static String stem(String field) {
    return field.endsWith("_name") ? field.substring(0, field.length() - "_name".length()) : field;
  }
}
