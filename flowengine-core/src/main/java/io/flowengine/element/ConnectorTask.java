package io.flowengine.element;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A task that is a call of a connector. What reaches the element comes from its profile, see {@link
 * Inventory#connection}; what is to be done is said here. Immutable.
 *
 * @param type the type of the connector, for example {@code SSH}
 * @param inputs the inputs by name. In texts, also inside lists and maps, {@code ${path}} is
 *     replaced by what is known of the element: {@code ${context.host}}, {@code ${settings.port}},
 *     {@code ${inputs.force}}, {@code ${results.A.value.version}}, {@code ${command}}; a text that
 *     is nothing but one such path becomes the value itself
 */
public record ConnectorTask(String type, Map<String, @Nullable Object> inputs) {
  /** Copies. */
  public ConnectorTask {
    requireNonNull(type, "type");
    inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
  }

  /**
   * Begins a call.
   *
   * @param type the type of the connector
   * @return a call without inputs
   */
  public static ConnectorTask connector(String type) {
    return new ConnectorTask(type, Map.of());
  }

  /**
   * Adds an input.
   *
   * @param name its name
   * @param value its value, in which {@code ${path}} is replaced
   * @return the call with it
   */
  public ConnectorTask with(String name, @Nullable Object value) {
    Map<String, @Nullable Object> more = new LinkedHashMap<>(inputs);
    more.put(requireNonNull(name, "name"), value);
    return new ConnectorTask(type, more);
  }

  /**
   * Gives the inputs for one element.
   *
   * @param call the attempt
   * @return the inputs, with every {@code ${path}} replaced
   * @throws io.flowengine.execution.InvalidInputException if there is nothing at a path; the
   *     message names it and the element
   */
  public Map<String, @Nullable Object> filled(TaskCall call) {
    Map<String, @Nullable Object> filled = new LinkedHashMap<>();
    inputs.forEach((name, value) -> filled.put(name, new Template(call).fill(value)));
    return filled;
  }
}
