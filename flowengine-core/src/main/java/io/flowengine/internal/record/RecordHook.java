package io.flowengine.internal.record;

import io.flowengine.internal.node.Part;
import io.flowengine.spi.StoredRecord;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What saving and deleting the records of one type does beyond the table. Each call that writes has
 * a hook of its own.
 */
interface RecordHook {
  /** Among what is given: the names of flows that do not exist yet and will be saved before. */
  String PLANNED = "_planned";

  /** Nothing. */
  RecordHook NONE = new RecordHook() {};

  /**
   * Checks and completes what is to be stored. Called again after a conflict.
   *
   * @param change the record before and who changes it
   * @param fields all fields as they will be stored; may be changed
   * @param given the fields as the caller gave them
   */
  default void saving(
      RecordChange change,
      Map<String, @Nullable Object> fields,
      Map<String, @Nullable Object> given) {}

  /**
   * Gives what a copy takes over besides the fields. Called again after a conflict.
   *
   * @param author who makes the copy
   * @param original the record
   * @return further fields for {@link #saving}
   */
  default Map<String, @Nullable Object> copying(Author author, StoredRecord original) {
    return Map.of();
  }

  /**
   * Adds to the commit that creates, changes or deletes the record.
   *
   * @param change what is done
   * @return what else is committed
   */
  default Part committing(RecordChange change) {
    return Part.NONE;
  }
}
