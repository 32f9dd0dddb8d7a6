package io.flowengine.internal.runtime;

import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import io.flowengine.execution.ResourceNotFoundException;
import io.flowengine.execution.Value;
import io.flowengine.internal.argument.Arguments;
import io.flowengine.internal.argument.Protection;
import io.flowengine.internal.record.FlowRecordHook;
import io.flowengine.internal.record.RecordDescriptors;
import io.flowengine.internal.record.RecordFields;
import io.flowengine.internal.record.RecordWriter;
import io.flowengine.internal.source.FlowDefinition;
import io.flowengine.internal.source.StoredFlows;
import io.flowengine.spi.AccessRequest.Access;
import io.flowengine.spi.FlowScript;
import io.flowengine.spi.JournalEntry.Call;
import io.flowengine.spi.JournalEntry.Kind;
import io.flowengine.spi.StoredRecord;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The calls on one record: {@code exists}, {@code load}, {@code save_record}, {@code
 * update_record}, {@code clone_record}, {@code delete_record}.
 */
final class RecordOperations {
  private RecordOperations() {}

  static RecordRef ref(Arguments in) {
    RecordType type = RecordType.of(in.text("type"));
    String by = in.has("by") ? in.text("by") : "name";
    if (!by.equals("id") && !by.equals("name")) {
      throw new InvalidInputException("by", "must be 'id' or 'name'", by);
    }
    return new RecordRef(type, by, in.text("select").strip());
  }

  private static RecordLookup lookup(FlowRun run, Arguments in) {
    boolean normal = in.flag("allow_normal", true);
    return new RecordLookup(run, normal, !normal || in.flag("allow_deleted", false));
  }

  static Value exists(FlowRun run, String name, Value arguments) {
    Arguments in =
        new Arguments(arguments)
            .only(Set.of("type", "by", "select", "allow_normal", "allow_deleted"), Set.of());
    RecordRef ref = ref(in);
    RecordLookup lookup = lookup(run, in);
    return run.read(
        run.describe(Kind.READ, name, ref.select(), arguments),
        () -> {
          Permission.require(run, Access.READ, ref);
          return Value.of(lookup.fields(ref).isPresent());
        });
  }

  static Value load(FlowRun run, String name, Value arguments) {
    Arguments in =
        new Arguments(arguments)
            .only(
                Set.of("type", "by", "select", "fields", "allow_normal", "allow_deleted"),
                Set.of());
    RecordRef ref = ref(in);
    RecordLookup lookup = lookup(run, in);
    Call call = run.describe(Kind.READ, name, ref.select(), arguments);
    if (ref.type() == RecordType.EXECUTION) {
      return loadExecution(run, call, ref, lookup);
    }
    Value loaded =
        run.read(
            call,
            () -> {
              Permission.require(run, Access.READ, ref);
              return Value.of(
                  lookup.fields(ref).orElseThrow(() -> new ResourceNotFoundException(ref)));
            });
    if (ref.type() == RecordType.MESSAGE) {
      MessageOperations.learn(run, loaded.toMap());
    }
    return loaded;
  }

  /**
   * Inputs and outputs of an ended execution never change, so they are read again on replay instead
   * of being recorded.
   */
  private static Value loadExecution(FlowRun run, Call call, RecordRef ref, RecordLookup lookup) {
    Value loaded =
        run.read(
            call,
            () -> {
              Permission.require(run, Access.READ, ref);
              ExecutionRecord record =
                  lookup.execution(ref).orElseThrow(() -> new ResourceNotFoundException(ref));
              ExecutionRecord seen = Protection.seenBy(run.id(), record);
              return Value.of(RecordFields.of(seen, !record.status().isEnded()));
            });
    if (loaded.json().contains("\"output_value\":")) { // not read as a map: it may be large
      if (loaded.json().contains(Protection.OUTPUTS + "\":[")) {
        Protection.learnRead(run.masks(), loaded.toMap());
      }
      return loaded;
    }
    Map<String, @Nullable Object> fields = loaded.toMap();
    RecordRef byId = new RecordRef(RecordType.EXECUTION, "id", String.valueOf(fields.get("id")));
    ExecutionRecord ended =
        Protection.seenBy(
            run.id(),
            new RecordLookup(run, true, true)
                .execution(byId)
                .orElseThrow(() -> new ResourceNotFoundException(byId)));
    fields.put("input_value", ended.attributes().inputs());
    fields.put("output_value", ended.state().outputs().toMap());
    Protection.learnRead(run.masks(), fields);
    return Value.of(fields);
  }

  static Value save(FlowRun run, String name, Value arguments) {
    return save(run, name, arguments, true);
  }

  static Value update(FlowRun run, String name, Value arguments) {
    return save(run, name, arguments, false);
  }

  private static Value save(FlowRun run, String name, Value arguments, boolean creates) {
    Arguments in =
        new Arguments(arguments).only(Set.of("type", "by", "select", "fields"), Set.of());
    RecordRef ref = ref(in);
    Map<String, @Nullable Object> fields = new LinkedHashMap<>(in.map("fields"));
    Passwords passwords = Passwords.taken(run, ref.type(), fields);
    Value open =
        ref.type() == RecordType.USER ? Value.of(Passwords.without(arguments.toMap())) : arguments;
    RecordWriter writer = RecordWriter.changing(run.author(), ref.type());
    writer.requireWritable(fields);
    return run.write(
        run.describe(Kind.WRITE, name, ref.select(), open),
        () -> {
          Permission.require(run, Access.SAVE, ref);
          boolean attaches = attaches(run, ref, fields);
          if (!attaches) {
            requireStored(run, ref);
          }
          passwords.change(run.services(), ref);
          StoredRecord current =
              current(run, attaches ? RecordRef.of(ref.type(), ref.select()) : ref);
          Map<String, @Nullable Object> given =
              attaches ? FlowRecordHook.attaching(fields) : fields;
          if (current != null) {
            return change(run, writer.change(current, given));
          }
          if (!creates || (ref.by().equals("id") && !attaches)) {
            throw new ResourceNotFoundException(ref);
          }
          return change(run, writer.create(ref.select(), given));
        });
  }

  static Value copy(FlowRun run, String name, Value arguments) {
    Arguments in =
        new Arguments(arguments).only(Set.of("type", "by", "select", "name", "fields"), Set.of());
    RecordRef ref = ref(in);
    Map<String, @Nullable Object> changes = in.map("fields");
    RecordWriter writer = RecordWriter.changing(run.author(), ref.type());
    writer.requireWritable(changes);
    return run.write(
        run.describe(Kind.WRITE, name, ref.select(), arguments),
        () -> {
          StoredRecord original = original(run, ref);
          String copy = in.textOrNull("name") == null ? original.name() + " copy" : in.name("name");
          RecordRef taken = RecordRef.of(ref.type(), copy);
          Permission.require(run, Access.READ, ref);
          Permission.require(run, Access.SAVE, taken);
          if (current(run, taken) != null) {
            throw new InvalidInputException(
                taken + " exists already; give the copy another name with name=");
          }
          Map<String, @Nullable Object> fields = new LinkedHashMap<>();
          Map<String, @Nullable Object> known = original.fields().toMap();
          for (String field : RecordDescriptors.of(ref.type()).copied()) {
            if (known.get(field) != null) {
              fields.put(field, known.get(field));
            }
          }
          if (!changes.containsKey("content")) {
            fields.putAll(writer.copying(original));
          }
          fields.putAll(changes);
          requireStored(run, taken);
          return change(run, writer.create(copy, fields));
        });
  }

  static Value delete(FlowRun run, String name, Value arguments) {
    Arguments in = new Arguments(arguments).only(Set.of("type", "by", "select"), Set.of());
    RecordRef ref = ref(in);
    if (ref.type() == RecordType.EXECUTION) {
      return ControlOperations.delete(run, name, arguments, ref);
    }
    RecordWriter writer = RecordWriter.of(run.author(), ref.type());
    return run.write(
        run.describe(Kind.WRITE, name, ref.select(), arguments),
        () -> {
          Permission.require(run, Access.DELETE, ref);
          requireStored(run, ref);
          return change(run, writer.delete(existing(run, ref)));
        });
  }

  static FlowRun.Change change(FlowRun run, RecordWriter.Written written) {
    return new FlowRun.Change(written.result(), run.record(), written);
  }

  /** True if all that is saved is what can be said of a flow that is no record. */
  private static boolean attaches(
      FlowRun run, RecordRef ref, Map<String, @Nullable Object> fields) {
    return ref.type() == RecordType.FLOW
        && FlowRecordHook.isAttachment(fields)
        && run.services().catalog().installed(ref.select()).isPresent();
  }

  private static void requireStored(FlowRun run, RecordRef ref) {
    if (ref.type() == RecordType.FLOW) {
      FlowRecordHook.requireNotInstalled(run.services(), ref.select());
    }
  }

  /** What is copied; a flow of a folder can be copied too. */
  private static StoredRecord original(FlowRun run, RecordRef ref) {
    if (ref.type() != RecordType.FLOW) {
      return existing(run, ref);
    }
    FlowDefinition flow = run.services().catalog().require(ref.select());
    if (flow.record() != null) {
      return flow.record();
    }
    FlowScript script = flow.script();
    if (script == null) {
      throw new InvalidInputException(
          ref + " is written in Java; only flows with a script can be copied");
    }
    Map<String, String> fields =
        Map.of("script", script.text(), StoredFlows.LANGUAGE, script.language());
    return new StoredRecord(RecordType.FLOW, flow.name(), flow.name(), false, 1, Value.of(fields));
  }

  private static StoredRecord existing(FlowRun run, RecordRef ref) {
    StoredRecord current = current(run, ref);
    if (current == null) {
      throw new ResourceNotFoundException(ref);
    }
    return current;
  }

  /** A record that is not deleted; null if there is none. */
  static @Nullable StoredRecord current(FlowRun run, RecordRef ref) {
    return run.services().store().record(ref).filter(record -> !record.deleted()).orElse(null);
  }
}
