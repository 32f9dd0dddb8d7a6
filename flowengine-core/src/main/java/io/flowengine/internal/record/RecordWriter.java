package io.flowengine.internal.record;

import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import io.flowengine.execution.ResourceNotFoundException;
import io.flowengine.execution.Value;
import io.flowengine.internal.argument.Arguments;
import io.flowengine.internal.argument.Errors;
import io.flowengine.internal.node.Part;
import io.flowengine.internal.source.Catalog;
import io.flowengine.spi.Commit;
import io.flowengine.spi.StoredRecord;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Creates, changes and deletes records of one type as its descriptor says. */
public final class RecordWriter {
  private final Author author;
  private final RecordDescriptor descriptor;
  private final RecordHook hook;

  private RecordWriter(Author author, RecordDescriptor descriptor) {
    this.author = author;
    this.descriptor = descriptor;
    this.hook = descriptor.hook().get();
  }

  /** A writer for a type whose records can be written. */
  public static RecordWriter of(Author author, RecordType type) {
    return switch (type) {
      case EXECUTION ->
          throw new InvalidInputException(
              "executions are created by flow, connect, script and clone, and changed by their own"
                  + " save");
      case PROCESS ->
          throw new InvalidInputException(
              "processes cannot be written: they are there for completeness, nothing creates one");
      default -> new RecordWriter(author, RecordDescriptors.of(type));
    };
  }

  /** A writer for a type whose records can be changed too. */
  public static RecordWriter changing(Author author, RecordType type) {
    if (type == RecordType.MESSAGE) {
      throw new InvalidInputException(
          "a message cannot be changed or copied; send another one with message()");
    }
    return of(author, type);
  }

  /** Refuses fields that the type does not have or that cannot be written. */
  public void requireWritable(Map<String, @Nullable Object> fields) {
    for (String name : fields.keySet()) {
      if (descriptor.named(name) == null) {
        RecordField unused = descriptor.writable(name);
      }
    }
  }

  /** Refuses a value that is not of the kind of its field, or names nothing that exists. */
  void requireFits(String field, @Nullable Object value) {
    RecordType named = descriptor.named(field);
    if (named != null) {
      String unused = id(named, value);
    } else if (!field.equals("name")) {
      Value unused = descriptor.writable(field).checked(descriptor.type(), value);
    }
  }

  /** What a copy takes over besides the fields. */
  public Map<String, @Nullable Object> copying(StoredRecord original) {
    return hook.copying(author, original);
  }

  public Written create(String name, Map<String, @Nullable Object> given) {
    Instant now = author.instant();
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("created_at", now);
    fields.put("created_by", author.name());
    if (descriptor.type() != RecordType.PROJECT) {
      fields.put("project_id", author.project());
    }
    fields.putAll(descriptor.initial());
    return write(null, Arguments.checkedName("name", name), fields, given);
  }

  public Written change(StoredRecord current, Map<String, @Nullable Object> given) {
    Map<String, @Nullable Object> fields = current.fields().toMap();
    boolean opened = Boolean.FALSE.equals(given.get("is_readonly"));
    if (Boolean.TRUE.equals(fields.get("is_readonly")) && !opened) {
      throw readOnly(current);
    }
    return write(current, current.name(), fields, given);
  }

  private static Errors.CallFailed readOnly(StoredRecord record) {
    return Errors.failed(
        "PermissionDenied",
        new RecordRef(record.type(), "name", record.name())
            + " is read-only; save(is_readonly=False) first");
  }

  private Written write(
      @Nullable StoredRecord before,
      String name,
      Map<String, @Nullable Object> fields,
      Map<String, @Nullable Object> given) {
    fields.put("modified_at", author.instant());
    fields.put("modified_by", author.name());
    String written = name;
    for (Map.Entry<String, @Nullable Object> change : given.entrySet()) {
      String field = change.getKey();
      RecordType named = descriptor.named(field);
      if (field.equals("name")) {
        written = Arguments.checkedName("name", String.valueOf(change.getValue()));
      } else if (named != null) {
        fields.put(RecordDescriptor.stem(field) + "_id", id(named, change.getValue()));
      } else if (!field.startsWith("_")) { // those are for the hook
        fields.put(field, descriptor.writable(field).checked(descriptor.type(), change.getValue()));
      }
    }
    hook.saving(new RecordChange(author, before, null), fields, given);
    StoredRecord after =
        new StoredRecord(
            descriptor.type(),
            before == null ? author.services().newId().toString() : before.id(),
            written,
            false,
            before == null ? 1 : before.version() + 1,
            Value.of(fields));
    return committed(before, after, Value.of(RecordFields.of(after, author.services())));
  }

  private @Nullable String id(RecordType type, @Nullable Object name) {
    if (name == null) {
      return null;
    }
    if (name instanceof RecordRef ref && ref.by().equals("id")) {
      return ref.select();
    }
    String select = name instanceof RecordRef given ? given.select() : String.valueOf(name).strip();
    RecordRef ref = RecordRef.of(type, select);
    return installed(ref)
        .or(() -> stored(ref))
        .or(() -> unstored(ref))
        .orElseThrow(() -> new ResourceNotFoundException(ref));
  }

  /** What is stored about an installed flow is not the flow. */
  private Optional<String> installed(RecordRef ref) {
    boolean known =
        ref.type() == RecordType.FLOW
            && author.services().catalog().installed(ref.select()).isPresent();
    return known ? Optional.of(ref.select()) : Optional.empty();
  }

  private Optional<String> stored(RecordRef ref) {
    return author
        .services()
        .store()
        .record(ref)
        .filter(record -> !record.deleted())
        .map(StoredRecord::id);
  }

  /** Flows and wrappers that are not stored have no other id than their name. */
  private Optional<String> unstored(RecordRef ref) {
    Catalog catalog = author.services().catalog();
    boolean known =
        switch (ref.type()) {
          case FLOW -> catalog.find(ref.select()).isPresent();
          case WRAPPER -> catalog.attachments().wrappers().exists(ref.select());
          default -> false;
        };
    return known ? Optional.of(ref.select()) : Optional.empty();
  }

  public Written delete(StoredRecord current) {
    Map<String, @Nullable Object> fields = current.fields().toMap();
    if (Boolean.TRUE.equals(fields.get("is_readonly"))) {
      throw readOnly(current);
    }
    fields.put("deleted_at", author.instant());
    fields.put("deleted_by", author.name());
    StoredRecord deleted =
        new StoredRecord(
            current.type(),
            current.id(),
            current.name(),
            true,
            current.version() + 1,
            Value.of(fields));
    return committed(current, deleted, Value.NULL);
  }

  private Written committed(@Nullable StoredRecord before, StoredRecord after, Value result) {
    Part more = hook.committing(new RecordChange(author, before, after));
    long expected = before == null ? 0 : before.version();
    return new Written(result, after, expected, more);
  }

  /**
   * What a change writes: the record and what its hook adds.
   *
   * @param result what the call returns that made it
   */
  public record Written(Value result, StoredRecord record, long expected, Part more)
      implements Part {
    @Override
    public void addTo(Commit commit) {
      commit.write(record, expected);
      more.addTo(commit);
    }

    @Override
    public void durable() {
      more.durable();
    }

    @Override
    public void refused() {
      more.refused();
    }
  }
}
