package io.flowengine.spi;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.RecordType;
import io.flowengine.execution.Value;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A stored record that is not an execution: a setting, a project, a message. Its name is unique
 * among the records of its type that are not deleted.
 *
 * @param type its type
 * @param id its identity, unique in the store
 * @param name its name; for activities the same as the id
 * @param deleted true if it was deleted; it keeps its id and gives its name away
 * @param version how often it was written; 1 after its creation
 * @param fields all other fields, a map in stored form
 */
public record StoredRecord(
    RecordType type, String id, String name, boolean deleted, long version, Value fields) {
  /** Checks presence. */
  public StoredRecord {
    requireNonNull(type, "type");
    requireNonNull(id, "id");
    requireNonNull(name, "name");
    requireNonNull(fields, "fields");
  }

  /**
   * Stands for a record that does not exist.
   *
   * @param type its type
   * @param id the id that is not used
   * @return a deleted record with version 0
   */
  public static StoredRecord missing(RecordType type, String id) {
    return new StoredRecord(type, id, id, true, 0, Value.EMPTY);
  }

  /**
   * {@return a reader of fields by name, for filters and orders; times are {@link Instant}, absent
   * fields null}
   */
  public Function<String, @Nullable Object> fieldReader() {
    Map<String, @Nullable Object> map = fields.toMap();
    return field ->
        switch (field) {
          case "id" -> id;
          case "name" -> name;
          case "is_deleted" -> deleted;
          default -> {
            Object value = map.get(field);
            yield value instanceof OffsetDateTime time ? time.toInstant() : value;
          }
        };
  }
}
