package io.flowengine.internal.memory;

import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import io.flowengine.spi.Commit.RecordCheck;
import io.flowengine.spi.Commit.RecordWrite;
import io.flowengine.spi.StoredRecord;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The records that are not executions. Guarded by the store's lock. */
final class RecordTable {
  private final Map<RecordType, Map<String, StoredRecord>> byId = new EnumMap<>(RecordType.class);
  private final Map<RecordType, Map<String, String>> idByName = new EnumMap<>(RecordType.class);

  Optional<StoredRecord> find(RecordRef ref) {
    String id = ref.by().equals("id") ? ref.select() : names(ref.type()).get(ref.select());
    return Optional.ofNullable(id == null ? null : ids(ref.type()).get(id));
  }

  List<StoredRecord> all(RecordType type) {
    return List.copyOf(ids(type).values());
  }

  /**
   * The record that stands in the way of a write; null if none does. A missing one is reported as
   * deleted with version 0.
   */
  @Nullable StoredRecord conflict(RecordWrite write) {
    StoredRecord wanted = write.record();
    StoredRecord current = conflict(new RecordCheck(wanted.type(), wanted.id(), write.expected()));
    if (current != null) {
      return current;
    }
    String holder = wanted.deleted() ? null : names(wanted.type()).get(wanted.name());
    return holder == null || holder.equals(wanted.id()) ? null : ids(wanted.type()).get(holder);
  }

  @Nullable StoredRecord conflict(RecordCheck check) {
    StoredRecord current = ids(check.type()).get(check.id());
    long version = current == null ? 0 : current.version();
    if (version == check.expected()) {
      return null;
    }
    return Objects.requireNonNullElseGet(
        current, () -> StoredRecord.missing(check.type(), check.id()));
  }

  void write(StoredRecord record) {
    StoredRecord before = ids(record.type()).put(record.id(), record);
    if (before != null && !before.deleted()) {
      names(record.type()).remove(before.name());
    }
    if (!record.deleted()) {
      names(record.type()).put(record.name(), record.id());
    }
  }

  void remove(RecordRef ref) {
    StoredRecord removed = ids(ref.type()).remove(ref.select());
    if (removed != null && !removed.deleted()) {
      names(ref.type()).remove(removed.name());
    }
  }

  private Map<String, StoredRecord> ids(RecordType type) {
    return byId.computeIfAbsent(type, key -> new LinkedHashMap<>());
  }

  private Map<String, String> names(RecordType type) {
    return idByName.computeIfAbsent(type, key -> new HashMap<>());
  }
}
