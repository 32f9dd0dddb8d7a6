package io.flowengine.internal.argument;

import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.ExecutionRecord.Attributes;
import io.flowengine.execution.ExecutionRecord.State;
import io.flowengine.execution.Value;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Outputs and a message that an execution has before it runs, because the one that created it said
 * so. The outputs are kept apart as well, for each run of the flow begins with them.
 *
 * @param outputs the outputs, a map in stored form
 * @param message the message; null for none
 */
public record InitialState(Value outputs, @Nullable String message) {
  private static final String FIELD = "_outputs";

  /** Reads the fields that {@code init} may have. */
  public static InitialState read(Map<String, @Nullable Object> init) {
    Object outputs = Fields.checked("output_value", init.getOrDefault("output_value", Map.of()));
    Object message = Fields.checked("message", init.get("message"));
    return new InitialState(Value.of("output_value", outputs), (String) message);
  }

  /** The record of an execution that begins so. */
  public ExecutionRecord of(ExecutionRecord created) {
    State state = created.state().withMessage(message);
    if (outputs.isEmpty()) {
      return message == null ? created : created.with(state);
    }
    Attributes attributes = created.attributes();
    return created
        .with(attributes.withExtras(Fields.with(attributes.extras(), FIELD, outputs)))
        .with(state.withOutputs(outputs));
  }

  /** The outputs with which a run of the flow begins. */
  public static Map<String, @Nullable Object> outputs(ExecutionRecord record) {
    Value extras = record.attributes().extras();
    return extras.json().contains(FIELD)
        ? new Arguments(extras).nested(FIELD, extras.toMap().get(FIELD))
        : Map.of();
  }

  /** The further fields of a successor, which begins with no outputs. */
  public static Attributes forgotten(Attributes attributes) {
    if (!attributes.extras().json().contains(FIELD)) {
      return attributes;
    }
    Map<String, @Nullable Object> extras = attributes.extras().toMap();
    extras.remove(FIELD);
    return attributes.withExtras(Value.of(extras));
  }
}
