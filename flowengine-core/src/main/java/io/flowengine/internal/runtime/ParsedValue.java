package io.flowengine.internal.runtime;

import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.Value;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The value of a connector: a dict, or JSON text that is parsed when it is saved. */
final class ParsedValue implements RecordHook {
  @Override
  public void saving(
      RecordChange change,
      Map<String, @Nullable Object> fields,
      Map<String, @Nullable Object> given) {
    Object value = given.get("value");
    if (value instanceof String text) {
      fields.put("value", parsed(text));
    } else if (value != null && !(value instanceof Map<?, ?>)) {
      throw refused(value);
    }
  }

  private static Value parsed(String text) {
    try {
      Value value = Value.ofJson(text).untagged();
      if (value.toObject() instanceof Map<?, ?>) {
        return value;
      }
    } catch (InvalidInputException e) {
      // refused below, with the text
    }
    throw refused(text);
  }

  private static InvalidInputException refused(Object value) {
    return new InvalidInputException(
        "value of a connector",
        "must be a dict or the text of a JSON object; parse YAML text yourself for now",
        value);
  }
}
