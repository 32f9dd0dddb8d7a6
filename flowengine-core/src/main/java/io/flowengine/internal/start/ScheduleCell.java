package io.flowengine.internal.start;

import io.flowengine.execution.Value;
import io.flowengine.internal.node.Services;
import io.flowengine.internal.recurring.ScheduleState;
import io.flowengine.spi.Cell;
import io.flowengine.spi.Commit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which execution works on a schedule, and how far it has come. Every fire writes it, so that of
 * two that want to fire for one nominal instant one is refused; so does every change of the
 * schedule, so that who knows its version knows the schedule too.
 *
 * @param id the id of the schedule
 * @param version of the cell
 * @param runner the execution; null for none
 * @param state how far it has come; null if it has never begun
 */
public record ScheduleCell(
    String id, long version, @Nullable String runner, @Nullable ScheduleState state) {
  private static final String NAMESPACE = "schedule";

  public static ScheduleCell read(Services services, String id) {
    Cell cell = services.store().cell(NAMESPACE, id);
    Map<String, @Nullable Object> fields = cell.version() == 0 ? Map.of() : cell.value().toMap();
    return new ScheduleCell(
        id,
        cell.version(),
        fields.get("runner") instanceof String runner ? runner : null,
        fields.get("state") instanceof Map<?, ?> state ? ScheduleState.of(state) : null);
  }

  public ScheduleCell with(@Nullable String other, @Nullable ScheduleState changed) {
    return new ScheduleCell(id, version, other, changed);
  }

  public void writeTo(Commit commit) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("runner", runner);
    fields.put("state", state == null ? null : state.stored());
    commit.write(NAMESPACE, id, version, Value.of(fields));
  }
}
