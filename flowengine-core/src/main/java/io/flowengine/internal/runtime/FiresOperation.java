package io.flowengine.internal.runtime;

import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import io.flowengine.execution.ResourceNotFoundException;
import io.flowengine.execution.Value;
import io.flowengine.internal.argument.Arguments;
import io.flowengine.internal.argument.Fields;
import io.flowengine.internal.start.ScheduleFires;
import io.flowengine.resource.PlannedFire;
import io.flowengine.spi.AccessRequest.Access;
import io.flowengine.spi.JournalEntry.Kind;
import io.flowengine.spi.StoredRecord;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The call {@code schedule.fires} of a flow: when a schedule will fire. */
final class FiresOperation {
  private static final int MOST = 1000;

  private FiresOperation() {}

  /** The call {@code schedule.fires} of a flow. */
  static Value call(FlowRun run, String name, Value arguments) {
    Arguments in = new Arguments(arguments).only(Set.of("by", "select", "most", "from"), Set.of());
    Map<String, @Nullable Object> given = arguments.toMap();
    RecordRef ref = new RecordRef(RecordType.SCHEDULE, in.text("by"), in.text("select"));
    if (!(given.get("most") instanceof Long most) || most < 1 || most > MOST) {
      throw new InvalidInputException(
          "n", "must be an int from 1 to " + MOST, Objects.toString(given.get("most")));
    }
    Instant from = Fields.instant("from_", given.get("from"));
    return run.read(
        run.describe(Kind.READ, name, ref.select(), arguments),
        () -> {
          Permission.require(run, Access.READ, ref);
          StoredRecord schedule = RecordOperations.current(run, ref);
          if (schedule == null) {
            throw new ResourceNotFoundException(ref);
          }
          Instant begin = from == null ? run.services().environment().instant() : from;
          return Value.of(
              ScheduleFires.of(run.services(), schedule, begin, most.intValue()).stream()
                  .map(FiresOperation::shown)
                  .toList());
        });
  }

  private static Map<String, Object> shown(PlannedFire fire) {
    return Map.of(
        "nominal", fire.nominal().atOffset(ZoneOffset.UTC),
        "due", fire.due().atOffset(ZoneOffset.UTC),
        "local", fire.local().toOffsetDateTime());
  }
}
