package io.flowengine.internal.source;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import io.flowengine.spi.StoredRecord;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A wrapper as it is now.
 *
 * @param definition what it runs
 * @param record how it is stored; null if it is written in Java or comes with a language
 * @param fields the fields of its record, read once for all who ask; empty if it is not stored.
 *     Unmodifiable
 */
public record Wrapper(
    FlowDefinition definition,
    @Nullable StoredRecord record,
    Map<String, @Nullable Object> fields) {
  /** Checks presence. */
  public Wrapper {
    requireNonNull(definition, "definition");
  }

  static Wrapper stored(FlowDefinition definition, StoredRecord record) {
    return new Wrapper(definition, record, Collections.unmodifiableMap(record.fields().toMap()));
  }

  /** {@return its id; its name if it is not stored} */
  public String id() {
    return record == null ? definition.name() : record.id();
  }

  /** {@return a reference to it; empty if it is not stored} */
  public Optional<RecordRef> ref() {
    return Optional.ofNullable(record)
        .map(stored -> new RecordRef(RecordType.WRAPPER, "id", stored.id()));
  }

  /**
   * Reads a field of its record.
   *
   * @param name the field, one that holds text
   * @return its value; null if it has none, or is not stored
   */
  public @Nullable String field(String name) {
    return fields.get(name) instanceof String text ? text : null;
  }
}
