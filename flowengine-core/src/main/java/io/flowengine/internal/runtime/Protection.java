package io.flowengine.internal.runtime;

import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.Value;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Hides inputs of executions that nobody but the execution itself may read. */
public final class Protection {
  /** The field of an execution that names its protected inputs. */
  static final String INPUTS = "protect_inputs";

  private static final String HIDDEN = "***";

  private Protection() {}

  /**
   * Gives an execution as others see it.
   *
   * @param record the execution
   * @return a copy that has {@code ***} in the place of protected inputs; the same if it has none
   */
  public static ExecutionRecord redacted(ExecutionRecord record) {
    if (record.attributes().extras().isEmpty()
        || !(record.attributes().extras().toMap().get(INPUTS) instanceof List<?> hidden)) {
      return record;
    }
    Map<String, @Nullable Object> inputs = record.attributes().inputs().toMap();
    inputs.replaceAll((name, value) -> hidden.contains(name) ? HIDDEN : value);
    return record.with(record.attributes().withInputs(Value.of(inputs)));
  }
}
