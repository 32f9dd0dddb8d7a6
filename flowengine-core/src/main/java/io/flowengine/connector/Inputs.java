package io.flowengine.connector;

import io.flowengine.execution.InvalidInputException;
import io.flowengine.flow.ExtraInputException;
import io.flowengine.flow.MissingInputException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a connector takes.
 *
 * @param declared the inputs, by distinct names
 */
public record Inputs(List<Input> declared) {
  /** Copies the list and checks the names. */
  public Inputs {
    declared = List.copyOf(declared);
    if (declared.stream().map(Input::name).distinct().count() < declared.size()) {
      throw new IllegalArgumentException("an input is declared twice in " + names(declared));
    }
  }

  /**
   * Declares inputs.
   *
   * @param declared the inputs
   * @return the declaration
   */
  public static Inputs of(Input... declared) {
    return new Inputs(List.of(declared));
  }

  private static Set<String> names(List<Input> declared) {
    return declared.stream().map(Input::name).collect(Collectors.toCollection(TreeSet::new));
  }

  /** {@return the names of all inputs, sorted} */
  public Set<String> names() {
    return names(declared);
  }

  /** {@return the names of those that nobody but the connector may read} */
  public Set<String> secrets() {
    return names(declared.stream().filter(Input::isSecret).toList());
  }

  /**
   * Checks what was given and turns it into what the connector reads.
   *
   * @param type the type of the connector, for messages
   * @param given what was given; null counts as not given
   * @return the inputs that were given or have a default
   * @throws ExtraInputException if one is not declared
   * @throws MissingInputException if a required one was not given
   * @throws InvalidInputException if one is not of its kind
   */
  public Map<String, Object> accept(String type, Map<String, ? extends @Nullable Object> given) {
    for (String name : given.keySet()) {
      if (declared.stream().noneMatch(input -> input.name().equals(name))) {
        throw new ExtraInputException(
            type + ": input '" + name + "' is not known; " + type + " takes " + names());
      }
    }
    Map<String, Object> accepted = new LinkedHashMap<>();
    for (Input input : declared) {
      Object value = given.get(input.name());
      if (value != null) {
        accepted.put(input.name(), accepted(type, input, value));
      } else if (input.isRequired()) {
        throw new MissingInputException(
            type
                + ": input '"
                + input.name()
                + "' is required; give it with the call or store it in the connector");
      } else if (input.otherwise() != null) {
        accepted.put(input.name(), input.otherwise());
      }
    }
    return accepted;
  }

  private static Object accepted(String type, Input input, Object value) {
    try {
      return input.accepted(value);
    } catch (InvalidInputException e) {
      throw new InvalidInputException(type + ": " + e.getMessage());
    }
  }
}
