package io.flowengine.internal.runtime;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.LogEntry;
import io.flowengine.execution.LogLevel;
import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import io.flowengine.execution.ResourceNotFoundException;
import io.flowengine.execution.Value;
import io.flowengine.internal.argument.Arguments;
import io.flowengine.internal.argument.Errors;
import io.flowengine.internal.node.Part;
import io.flowengine.internal.node.Services;
import io.flowengine.internal.record.LockQueue;
import io.flowengine.spi.AccessRequest.Access;
import io.flowengine.spi.JournalEntry;
import io.flowengine.spi.JournalEntry.Call;
import io.flowengine.spi.JournalEntry.Kind;
import io.flowengine.spi.JournalEntry.Returned;
import io.flowengine.spi.StoredRecord;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The calls that use settings as locks: {@code acquire} and {@code release}. */
final class LockOperations {
  private static final String ACQUIRE = "acquire";

  private LockOperations() {}

  static Value acquire(FlowRun run, String name, Value arguments) {
    Arguments in = new Arguments(arguments).only(Set.of("by", "select", "timeout"), Set.of());
    RecordRef ref = ref(in);
    Duration timeout = in.timeout("timeout");
    Call call = run.describe(Kind.WAIT, name, ref.select(), arguments);
    Value answer = run.await(call, new LockWait(run, ref, timeout));
    if (!(answer.toObject() instanceof String setting)) {
      throw Errors.failed(
          "LockTimeoutError",
          "the lock of " + ref + " was not free within " + seconds(timeout) + " s");
    }
    run.acquired(setting);
    return answer;
  }

  private static String seconds(@Nullable Duration timeout) {
    return timeout == null ? "?" : Arguments.text(timeout);
  }

  static Value release(FlowRun run, String name, Value arguments) {
    Arguments in = new Arguments(arguments).only(Set.of("by", "select"), Set.of());
    RecordRef ref = ref(in);
    Value setting =
        run.write(
            run.describe(Kind.WRITE, name, ref.select(), arguments),
            () -> {
              Permission.require(run, Access.LOCK, ref);
              String id = require(run, ref).id();
              return new FlowRun.Change(
                  Value.of(id),
                  run.record(),
                  LockQueue.releasing(run.services(), id).orElse(Part.NONE));
            });
    run.released(String.valueOf(setting.toObject()));
    return setting;
  }

  private static RecordRef ref(Arguments in) {
    String by = in.has("by") ? in.text("by") : "name";
    if (!by.equals("id") && !by.equals("name")) {
      throw new InvalidInputException("by", "must be 'id' or 'name'", by);
    }
    return new RecordRef(RecordType.SETTING, by, in.text("select").strip());
  }

  static Optional<StoredRecord> find(FlowRun run, RecordRef ref) {
    return run.services().store().record(ref).filter(record -> !record.deleted());
  }

  static StoredRecord require(FlowRun run, RecordRef ref) {
    return find(run, ref).orElseThrow(() -> new ResourceNotFoundException(ref));
  }

  /** The settings whose locks a journal has acquired, whether they were released since or not. */
  static Set<String> acquired(List<JournalEntry> journal) {
    Set<String> settings = new LinkedHashSet<>();
    for (JournalEntry entry : journal) {
      if (entry.call().name().equals(ACQUIRE)
          && entry.result() instanceof Returned returned
          && returned.value().toObject() instanceof String setting) {
        settings.add(setting);
      }
    }
    return settings;
  }

  /** Warnings for the log of an execution that ends and still holds some of these locks. */
  static Stream<LogEntry> warnings(Services services, ExecutionId id, Collection<String> settings) {
    return settings.stream()
        .filter(setting -> LockQueue.read(services, setting).isTakenBy(id))
        .map(
            setting ->
                new LogEntry(
                    services.environment().instant(),
                    LogLevel.WARNING,
                    "engine",
                    "ended while it held the lock of "
                        + name(services, setting)
                        + "; it stays locked until somebody releases it",
                    Value.of(Map.of("setting", setting))));
  }

  private static RecordRef name(Services services, String settingId) {
    RecordRef byId = new RecordRef(RecordType.SETTING, "id", settingId);
    return services
        .store()
        .record(byId)
        .map(record -> RecordRef.of(RecordType.SETTING, record.name()))
        .orElse(byId);
  }
}
