package io.flowengine.internal.record;

import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.Filter;
import io.flowengine.execution.Page;
import io.flowengine.execution.Query;
import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import io.flowengine.execution.ResourceNotFoundException;
import io.flowengine.execution.Value;
import io.flowengine.internal.argument.HiddenInputs;
import io.flowengine.internal.node.Services;
import io.flowengine.spi.Commit;
import io.flowengine.spi.CommitResult.Committed;
import io.flowengine.spi.StoredRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
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
    return write(services, () -> written(services, writer, type, name, given));
  }

  /** Does all of {@link #save} but the commit. */
  static void rehearse(
      Services services,
      RecordWriter writer,
      RecordType type,
      String name,
      Map<String, @Nullable Object> given) {
    written(services, writer, type, name, given).refused();
  }

  private static RecordWriter.Written written(
      Services services,
      RecordWriter writer,
      RecordType type,
      String name,
      Map<String, @Nullable Object> fields) {
    boolean attaches =
        type == RecordType.FLOW
            && FlowRecordHook.isAttachment(fields)
            && services.catalog().installed(name).isPresent();
    Map<String, @Nullable Object> given = attaches ? FlowRecordHook.attaching(fields) : fields;
    if (type == RecordType.FLOW && !attaches) {
      FlowRecordHook.requireNotInstalled(services, name);
    }
    return find(services, type, name)
        .map(current -> writer.change(current, given))
        .orElseGet(() -> writer.create(name, given));
  }

  /**
   * Gives the fields of a type that can be written, with the values that a new record has.
   *
   * @param type the type
   * @return the values by field, null for most; without the name
   */
  public static Map<String, @Nullable Object> blank(RecordType type) {
    RecordDescriptor descriptor = RecordDescriptors.of(type);
    Map<String, @Nullable Object> blank = new LinkedHashMap<>();
    for (RecordField field : descriptor.fields().values()) {
      if (field.isWritable() && !field.name().equals("name")) {
        blank.put(field.name(), descriptor.initial().get(field.name()));
      }
    }
    blank.put("is_readonly", false);
    return blank;
  }

  /**
   * Lists records that are not deleted.
   *
   * @param services the engine
   * @param type their type
   * @return their names, sorted
   */
  public static List<String> names(Services services, RecordType type) {
    List<String> names = new ArrayList<>();
    Query next = Query.where(Filter.eq("is_deleted", false)).limit(Query.MAX_LIMIT);
    do {
      Page<StoredRecord> page = services.store().records(type, next);
      page.items().forEach(record -> names.add(record.name()));
      next = next.after(page.cursor());
    } while (next.cursor() != null);
    Collections.sort(names);
    return names;
  }

  /**
   * Tells where the secrets of a record are that are there themselves and not by name.
   *
   * @param services the engine
   * @param record the record
   * @return the paths from the fields on; all values of a connector whose type is not known
   */
  public static List<List<String>> secrets(Services services, StoredRecord record) {
    Map<String, @Nullable Object> fields = record.fields().toMap();
    if (record.type() == RecordType.WEBHOOK && fields.get("key") != null) {
      return List.of(List.of("key"));
    }
    if (record.type() != RecordType.CONNECTOR
        || !(fields.get("value") instanceof Map<?, ?> value)) {
      return List.of();
    }
    Map<String, @Nullable Object> inputs = Value.of(value).toMap();
    List<List<String>> hidden =
        services
            .catalog()
            .connectors()
            .find(String.valueOf(fields.get("connector_type")))
            .map(connector -> connector.inputs().hidden(inputs))
            .orElseGet(() -> inputs.keySet().stream().map(List::of).toList());
    return hidden.stream()
        .filter(path -> HiddenInputs.isLiteral(HiddenInputs.at(path, inputs)))
        .map(path -> Stream.concat(Stream.of("value"), path.stream()).toList())
        .toList();
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
   * @param services the engine
   * @param record the record
   * @return its fields by name, times as text
   */
  public static Map<String, @Nullable Object> fields(Services services, StoredRecord record) {
    return RecordFields.of(record, services);
  }
}
