package io.flowengine.connector;

import io.flowengine.execution.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a connector gives.
 *
 * @param declared the outputs, by distinct names
 * @param isOpen true if it may give others too, as one does whose outputs are named by its inputs
 */
public record Outputs(List<Output> declared, boolean isOpen) {
  /** Copies the list and checks the names. */
  public Outputs {
    declared = List.copyOf(declared);
    if (names(declared).size() < declared.size()) {
      throw new IllegalArgumentException("an output is declared twice in " + names(declared));
    }
  }

  /**
   * Declares outputs.
   *
   * @param declared all it may give
   * @return the declaration
   */
  public static Outputs of(Output... declared) {
    return new Outputs(List.of(declared), false);
  }

  /**
   * Declares outputs of a connector that gives others too.
   *
   * @param declared those that are known
   * @return the declaration
   */
  public static Outputs open(Output... declared) {
    return new Outputs(List.of(declared), true);
  }

  private static Set<String> names(List<Output> declared) {
    return declared.stream().map(Output::name).collect(Collectors.toCollection(TreeSet::new));
  }

  /** {@return the names of all declared outputs, sorted} */
  public Set<String> names() {
    return names(declared);
  }

  /**
   * Checks what a connector gives and turns it into what is stored.
   *
   * @param type the type of the connector, for messages
   * @param given the outputs
   * @return the same with values in stored form
   * @throws IllegalStateException if one is not declared or not of its kind: a mistake in the
   *     connector
   * @throws io.flowengine.execution.InvalidInputException if a value cannot be stored
   */
  public Map<String, @Nullable Object> accept(
      String type, Map<String, ? extends @Nullable Object> given) {
    Map<String, @Nullable Object> accepted = new LinkedHashMap<>();
    given.forEach(
        (name, value) -> {
          Object stored = Value.of("output_value." + name, value).toObject();
          accepted.put(name, stored == null ? null : accepted(type, name, stored));
        });
    return accepted;
  }

  private Object accepted(String type, String name, Object value) {
    for (Output output : declared) {
      if (output.name().equals(name)) {
        Object coerced = output.kind().coerced(value);
        if (coerced == null) {
          throw new IllegalStateException(
              type
                  + " gave the output '"
                  + name
                  + "', which must be "
                  + output.kind().said()
                  + ", as a "
                  + value.getClass().getSimpleName());
        }
        return coerced;
      }
    }
    if (!isOpen) {
      throw new IllegalStateException(
          type + " gave the output '" + name + "' and declares " + names());
    }
    return value;
  }
}
