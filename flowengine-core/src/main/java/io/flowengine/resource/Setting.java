package io.flowengine.resource;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A named value, read and written as a whole. Tagged types come back as text. */
public interface Setting extends Resource {
  /**
   * {@return the value, from the cache} The first use loads it.
   *
   * @throws io.flowengine.execution.ResourceNotFoundException if the setting does not exist
   */
  default @Nullable Object value() {
    return get("value");
  }

  /**
   * Creates the setting or replaces its value.
   *
   * @param value the value
   * @return this
   */
  Setting saveValue(@Nullable Object value);

  @Override
  Setting save(Map<String, ?> fields);
}
