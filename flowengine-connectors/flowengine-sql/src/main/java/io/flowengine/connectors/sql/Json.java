package io.flowengine.connectors.sql;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.Value;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Dicts as JSON. */
final class Json {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  /** A dict that is bound. */
  static String text(Map<?, ?> dict) {
    try {
      return MAPPER.writeValueAsString(dict);
    } catch (JsonProcessingException e) {
      throw new InvalidInputException("a dict in args", "must be JSON", e.getOriginalMessage());
    }
  }

  /** A row in a file; dates, bytes and decimals in the form that the store has. */
  static String line(Map<String, @Nullable Object> row) {
    return Value.of("row", row).json() + "\n";
  }
}
