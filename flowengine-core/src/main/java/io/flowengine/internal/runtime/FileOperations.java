package io.flowengine.internal.runtime;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.ExecutionType;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import io.flowengine.execution.ResourceNotFoundException;
import io.flowengine.execution.Value;
import io.flowengine.internal.argument.Arguments;
import io.flowengine.internal.record.Content;
import io.flowengine.internal.record.ContentStore;
import io.flowengine.internal.record.FileContent;
import io.flowengine.internal.record.RecordWriter;
import io.flowengine.spi.AccessRequest.Access;
import io.flowengine.spi.JournalEntry.Call;
import io.flowengine.spi.JournalEntry.Kind;
import io.flowengine.spi.StoredRecord;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The calls on the content of files, chunk by chunk.
 *
 * <p>Reading records which version is read ({@code file.read}); its chunks never change and are
 * fetched without an entry ({@code file.chunk}), on replay too. Writing records the id of the new
 * version ({@code file.begin}), stores chunks under it without an entry ({@code file.put}), and
 * records the version in the file ({@code file.end}). A crash in between repeats the chunks. A
 * source that breaks off has its chunks removed ({@code file.drop}); those of an execution that
 * ends in between are removed by {@link AbandonedContent}.
 *
 * <p>A connection is no replayed program: it is made again from its beginning and may take another
 * course then. Its calls on files have no entries.
 */
final class FileOperations {
  private static final Set<String> SELECTION = Set.of("type", "by", "select");

  private FileOperations() {}

  private static RecordRef ref(Arguments in) {
    RecordRef ref = RecordOperations.ref(in);
    if (ref.type() != RecordType.FILE) {
      throw new InvalidInputException("type", "must be file", ref.type().scriptName());
    }
    return ref;
  }

  static Value read(FlowRun run, String name, Value arguments) {
    Arguments in = new Arguments(arguments).only(SELECTION, Set.of());
    RecordRef ref = ref(in);
    Call call = run.describe(Kind.READ, name, ref.select(), arguments);
    return answered(
        run,
        call,
        () -> {
          Permission.require(run, Access.READ, ref);
          StoredRecord file =
              current(run, ref).orElseThrow(() -> new ResourceNotFoundException(ref));
          Content content = Content.of(file.fields().toMap().get(FileContent.PRESENT));
          return Value.of((content == null ? new Content(file.id(), 0, 0) : content).toMap());
        });
  }

  private static boolean isJournaled(FlowRun run) {
    return run.record().origin().type() != ExecutionType.CONNECTION;
  }

  private static Value answered(FlowRun run, Call call, Supplier<Value> live) {
    return isJournaled(run) ? run.read(call, live) : live.get();
  }

  private static Optional<StoredRecord> current(FlowRun run, RecordRef ref) {
    return run.services().store().record(ref).filter(record -> !record.deleted());
  }

  static Value chunk(FlowRun run, String name, Value arguments) {
    Arguments in = new Arguments(arguments).only(Set.of("content", "index"), Set.of());
    return Value.of(
        new ContentStore(run.services()).read(in.text("content"), in.integer("index", 0)));
  }

  /** Answers with the id of the new version, and whether it has been saved in an earlier run. */
  static Value begin(FlowRun run, String name, Value arguments) {
    Arguments in = new Arguments(arguments).only(SELECTION, Set.of());
    RecordRef ref = ref(in);
    Value id =
        answered(
            run,
            run.describe(Kind.READ, name, ref.select(), arguments),
            () -> Value.of(run.services().newId().toString()));
    boolean saved = isJournaled(run) && run.journal().isReplaying();
    if (!saved) {
      new ContentStore(run.services()).open((String) requireNonNull(id.toObject()), run.author());
    }
    Map<String, @Nullable Object> answer = new LinkedHashMap<>();
    answer.put("content", id);
    answer.put("is_saved", saved);
    return Value.of(answer);
  }

  static Value put(FlowRun run, String name, Value arguments) {
    Arguments in = new Arguments(arguments).only(Set.of("content", "index", "data"), Set.of());
    if (!(in.get("data") instanceof byte[] data)) {
      throw new InvalidInputException("data", "must be bytes", in.get("data"));
    }
    new ContentStore(run.services()).write(in.text("content"), in.integer("index", 0), data);
    return Value.NULL;
  }

  /** The version must have been written; on replay its size is not known, and not needed. */
  static Value end(FlowRun run, String name, Value arguments) {
    Arguments in =
        new Arguments(arguments)
            .only(Set.of("type", "by", "select", "content", "chunks", "size"), Set.of());
    RecordRef ref = ref(in);
    String id = in.text("content");
    RecordWriter writer = RecordWriter.of(run.author(), RecordType.FILE);
    Call call = new Call(Kind.WRITE, name, ref.select(), 0, id);
    Supplier<FlowRun.Change> live =
        () -> {
          Permission.require(run, Access.SAVE, ref);
          long size = in.get("size") instanceof Long bytes ? bytes : 0;
          Content content = new Content(id, in.integer("chunks", 0), size);
          Map<String, @Nullable Object> fields = new LinkedHashMap<>();
          fields.put(FileContent.UPLOADED, content.toMap());
          StoredRecord current = current(run, ref).orElse(null);
          if (current == null && ref.by().equals("id")) {
            throw new ResourceNotFoundException(ref);
          }
          return RecordOperations.change(
              run,
              current == null
                  ? writer.create(ref.select(), fields)
                  : writer.change(current, fields));
        };
    return isJournaled(run) ? run.write(call, live) : run.apply(live);
  }

  /** Removes the chunks of a version that nobody will see. */
  static Value drop(FlowRun run, String name, Value arguments) {
    Arguments in = new Arguments(arguments).only(Set.of("content", "chunks"), Set.of());
    new ContentStore(run.services()).abandon(in.text("content"));
    return Value.NULL;
  }
}
