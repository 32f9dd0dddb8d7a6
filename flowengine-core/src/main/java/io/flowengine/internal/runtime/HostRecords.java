package io.flowengine.internal.runtime;

import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import io.flowengine.execution.ResourceNotFoundException;
import io.flowengine.execution.Value;
import io.flowengine.spi.Commit;
import io.flowengine.spi.CommitResult.Committed;
import io.flowengine.spi.StoredRecord;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Records as hosts write them, by the same rules as flows. */
public final class HostRecords {
  private HostRecords() {}

  /**
   * Finds a record that is not deleted.
   *
   * @param services the engine
   * @param type its type
   * @param select its name or id
   * @return the record; empty if there is none
   */
  public static Optional<StoredRecord> find(Services services, RecordType type, String select) {
    return services
        .store()
        .record(RecordRef.of(type, select))
        .filter(record -> !record.deleted())
        .or(
            () ->
                services
                    .store()
                    .record(new RecordRef(type, "id", select))
                    .filter(record -> !record.deleted()));
  }

  /**
   * Creates a record, or changes the one of the same type and name.
   *
   * @param services the engine
   * @param type its type
   * @param name its name
   * @param fields the new values; fields not named keep theirs
   * @return the record as it is now
   */
  public static StoredRecord save(
      Services services,
      RecordType type,
      String name,
      Map<String, ? extends @Nullable Object> fields) {
    Map<String, @Nullable Object> given = Value.of(type.scriptName(), fields).toMap();
    RecordWriter writer = RecordWriter.of(Author.host(services), type);
    writer.requireWritable(given);
    return write(
        services,
        () ->
            find(services, type, name)
                .map(current -> writer.change(current, given))
                .orElseGet(() -> writer.create(name, given)));
  }

  /**
   * Deletes a record softly.
   *
   * @param services the engine
   * @param type its type
   * @param name its name or id
   * @throws ResourceNotFoundException if there is no such record
   */
  public static void delete(Services services, RecordType type, String name) {
    RecordWriter writer = RecordWriter.of(Author.host(services), type);
    StoredRecord unused =
        write(
            services,
            () ->
                writer.delete(
                    find(services, type, name)
                        .orElseThrow(
                            () -> new ResourceNotFoundException(RecordRef.of(type, name)))));
  }

  /** Makes a change durable; after a conflict it is made anew. */
  private static StoredRecord write(Services services, Supplier<RecordWriter.Written> change) {
    while (true) {
      RecordWriter.Written written = change.get();
      Commit commit = new Commit(services.node());
      boolean done = false;
      try {
        written.addTo(commit);
        done = services.commit(commit) instanceof Committed;
      } finally {
        if (!done) {
          written.refused();
        }
      }
      if (done) {
        written.durable();
        return written.record();
      }
    }
  }

  /**
   * Gives the fields of an execution as scripts see them.
   *
   * @param execution the execution, without what is hidden from the host
   * @return its fields by name, times as text; inputs and outputs as maps
   */
  public static Map<String, @Nullable Object> fields(ExecutionRecord execution) {
    return Value.of(RecordFields.of(execution)).toMap();
  }

  /**
   * Gives the fields of a record as scripts see them.
   *
   * @param record the record
   * @return its fields by name, times as text
   */
  public static Map<String, @Nullable Object> fields(StoredRecord record) {
    return RecordFields.of(record);
  }
}
