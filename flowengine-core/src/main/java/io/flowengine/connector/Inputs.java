package io.flowengine.connector;

import io.flowengine.execution.InvalidInputException;
import io.flowengine.flow.ExtraInputException;
import io.flowengine.flow.MissingInputException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a connector takes.
 *
 * @param declared the inputs, by distinct names
 * @param groups which of them exclude each other
 * @param deprecated what to use instead of those that are still taken and may go
 */
public record Inputs(List<Input> declared, List<Group> groups, Map<String, String> deprecated) {
  private static final String HOW = "give it with the call or store it in the connector";

  /**
   * Inputs that exclude each other.
   *
   * @param names their names, at least two
   * @param isRequired true if one of them must be given
   */
  public record Group(List<String> names, boolean isRequired) {
    /** Copies the names. */
    public Group {
      names = List.copyOf(names);
    }
  }

  /** Copies the lists and checks the names. */
  public Inputs {
    declared = List.copyOf(declared);
    groups = List.copyOf(groups);
    deprecated = Map.copyOf(deprecated);
    Set<String> names = names(declared);
    if (names.size() < declared.size()) {
      throw new IllegalArgumentException("an input is declared twice in " + names);
    }
    for (Group group : groups) {
      if (group.names().size() < 2 || !names.containsAll(group.names())) {
        throw new IllegalArgumentException(
            group.names() + " must be at least two of the inputs " + names);
      }
    }
    if (!names.containsAll(deprecated.keySet())) {
      throw new IllegalArgumentException(deprecated.keySet() + " must be of the inputs " + names);
    }
  }

  /**
   * Declares inputs.
   *
   * @param declared the inputs
   * @return the declaration
   */
  public static Inputs of(Input... declared) {
    return new Inputs(List.of(declared), List.of(), Map.of());
  }

  /**
   * Gives a copy that takes exactly one of some inputs.
   *
   * @param names their names
   * @return the copy
   */
  public Inputs exactlyOneOf(String... names) {
    return with(new Group(List.of(names), true));
  }

  /**
   * Gives a copy that takes at most one of some inputs.
   *
   * @param names their names
   * @return the copy
   */
  public Inputs atMostOneOf(String... names) {
    return with(new Group(List.of(names), false));
  }

  private Inputs with(Group group) {
    List<Group> more = new ArrayList<>(groups);
    more.add(group);
    return new Inputs(declared, more, deprecated);
  }

  /**
   * Gives a copy that still takes an input, and warns in the log of each connection that is given
   * it.
   *
   * @param name its name
   * @param instead what to use
   * @return the copy
   */
  public Inputs deprecated(String name, String instead) {
    Map<String, String> more = new HashMap<>(deprecated);
    more.put(name, instead);
    return new Inputs(declared, groups, more);
  }

  private static Set<String> names(List<Input> declared) {
    return declared.stream().map(Input::name).collect(Collectors.toCollection(TreeSet::new));
  }

  /** {@return the names of all inputs, sorted} */
  public Set<String> names() {
    return names(declared);
  }

  /**
   * Tells whether there is an input of a name.
   *
   * @param name the name
   * @return false if a call that gives it is refused
   */
  public boolean declares(String name) {
    for (Input input : declared) {
      if (input.name().equals(name)) {
        return true;
      }
    }
    return false;
  }

  /** {@return the names of those that nobody but the connector may read any of} */
  public Set<String> secrets() {
    return names(declared.stream().filter(Input::isSecret).toList());
  }

  /**
   * Names what nobody but the connector may read of what was given.
   *
   * @param given the inputs of a call
   * @return a path of one name for each input that is secret as a whole, of name and key for each
   *     value in a dict that is
   */
  public List<List<String>> hidden(Map<String, ? extends @Nullable Object> given) {
    List<List<String>> hidden = new ArrayList<>();
    for (Input input : declared) {
      if (input.isSecret()) {
        hidden.add(List.of(input.name()));
      } else if (given.get(input.name()) instanceof Map<?, ?> dict) {
        for (Object key : dict.keySet()) {
          String name = String.valueOf(key);
          if (input.secrecy().keys().contains(name.toLowerCase(Locale.ROOT))) {
            hidden.add(List.of(input.name(), name));
          }
        }
      }
    }
    return hidden;
  }

  /**
   * Checks what was given and turns it into what the connector reads. All that is wrong is told at
   * once; the exception is that of the first in the order below.
   *
   * @param type the type of the connector, for messages
   * @param given what was given; null counts as not given
   * @return the inputs that were given or have a default
   * @throws ExtraInputException if one is not declared
   * @throws MissingInputException if a required one was not given
   * @throws InvalidInputException if one is not of its kind, or several were given of which at most
   *     one may be
   */
  public Map<String, Object> accept(String type, Map<String, ? extends @Nullable Object> given) {
    List<String> missing = new ArrayList<>();
    List<String> invalid = new ArrayList<>();
    Map<String, Object> accepted = new LinkedHashMap<>();
    int known = 0;
    for (Input input : declared) {
      known += given.containsKey(input.name()) ? 1 : 0;
      Object value = given.get(input.name());
      if (value != null) {
        try {
          accepted.put(input.name(), input.accepted(value));
        } catch (InvalidInputException e) {
          invalid.add(String.valueOf(e.getMessage()));
        }
      } else if (input.isRequired()) {
        missing.add("input '" + input.name() + "' is required; " + HOW);
      } else if (input.otherwise() != null) {
        accepted.put(input.name(), input.otherwise());
      }
    }
    groups.forEach(group -> look(group, given, missing, invalid));
    refuse(type, known == given.size() ? List.of() : extra(given), missing, invalid);
    return accepted;
  }

  private List<String> extra(Map<String, ?> given) {
    Set<String> names = names();
    return given.keySet().stream()
        .filter(name -> !names.contains(name))
        .map(name -> "input '" + name + "' is not known, it takes " + names)
        .toList();
  }

  private static void look(
      Group group,
      Map<String, ? extends @Nullable Object> given,
      List<String> missing,
      List<String> invalid) {
    List<String> found = new ArrayList<>();
    for (String name : group.names()) {
      if (given.get(name) != null) {
        found.add(name);
      }
    }
    if (found.size() > 1) {
      invalid.add("only one of " + group.names() + " may be given, was " + found);
    } else if (found.isEmpty() && group.isRequired()) {
      missing.add("one of " + group.names() + " is required; " + HOW);
    }
  }

  private static void refuse(
      String type, List<String> extra, List<String> missing, List<String> invalid) {
    if (extra.isEmpty() && missing.isEmpty() && invalid.isEmpty()) {
      return;
    }
    List<String> all = new ArrayList<>(extra);
    all.addAll(missing);
    all.addAll(invalid);
    String message = type + ": " + String.join("; ", all);
    if (!extra.isEmpty()) {
      throw new ExtraInputException(message);
    }
    if (!missing.isEmpty()) {
      throw new MissingInputException(message);
    }
    throw new InvalidInputException(message);
  }
}
