package io.flowengine.internal.runtime;

import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import io.flowengine.execution.ResourceNotFoundException;
import io.flowengine.execution.Value;
import io.flowengine.internal.argument.Arguments;
import io.flowengine.internal.record.RecordWriter;
import io.flowengine.spi.AccessRequest.Access;
import io.flowengine.spi.JournalEntry.Kind;
import io.flowengine.spi.StoredRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The call {@code append_to_setting}: one more element in the list that a setting holds. */
final class SettingOperations {
  private SettingOperations() {}

  static Value append(FlowRun run, String name, Value arguments) {
    Arguments in = new Arguments(arguments).only(Set.of("by", "select", "value"), Set.of());
    RecordRef ref = new RecordRef(RecordType.SETTING, in.text("by"), in.text("select"));
    RecordWriter writer = RecordWriter.changing(run.author(), ref.type());
    return run.write(
        run.describe(Kind.WRITE, name, ref.select(), arguments),
        () -> {
          Permission.require(run, Access.SAVE, ref);
          StoredRecord current = RecordOperations.current(run, ref);
          if (current == null) {
            throw new ResourceNotFoundException(ref);
          }
          Object value = current.fields().toMap().get("value");
          if (!(value instanceof List<?> list)) {
            throw new InvalidInputException(
                "list_append", "needs a setting whose value is a list", value);
          }
          List<@Nullable Object> longer = new ArrayList<>(list);
          longer.add(arguments.toMap().get("value"));
          return RecordOperations.change(run, writer.change(current, Map.of("value", longer)));
        });
  }
}
