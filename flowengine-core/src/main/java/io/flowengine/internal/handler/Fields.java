package io.flowengine.internal.handler;

import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.RecordRef;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Fields of loaded records. */
final class Fields {
  private Fields() {}

  static @Nullable Object require(
      RecordRef ref, Map<String, @Nullable Object> fields, String name) {
    if (!fields.containsKey(name)) {
      throw new InvalidInputException(
          ref.type().scriptName()
              + " has no field '"
              + name
              + "'; fields are "
              + fields.keySet().stream().sorted().toList());
    }
    return fields.get(name);
  }
}
