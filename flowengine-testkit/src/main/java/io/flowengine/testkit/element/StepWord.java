package io.flowengine.testkit.element;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A step of a flow in the words of the table: {@code A~retry=2}, {@code F2[each]}, {@code if2(A
 * B|C)}.
 *
 * @param name what is before all brackets
 * @param given what is in square brackets; empty if there are none
 * @param policy the numbers behind tildes, by name
 * @param parts the steps in round brackets, parted by bars
 */
public record StepWord(
    String name, String given, Map<String, Integer> policy, List<List<StepWord>> parts) {
  /**
   * Reads steps.
   *
   * @param text the words, parted by spaces
   * @return the steps; empty for an empty text
   */
  public static List<StepWord> read(String text) {
    return split(text, ' ').stream().filter(word -> !word.isEmpty()).map(StepWord::word).toList();
  }

  private static StepWord word(String word) {
    List<String> tildes = split(word, '~');
    Map<String, Integer> policy = new LinkedHashMap<>();
    for (String option : tildes.subList(1, tildes.size())) {
      policy.put(option.split("=", -1)[0], Integer.valueOf(option.split("=", -1)[1]));
    }
    String rest = tildes.getFirst();
    List<List<StepWord>> parts = List.of();
    if (rest.endsWith(")")) {
      int open = rest.indexOf('(');
      parts =
          split(rest.substring(open + 1, rest.length() - 1), '|').stream()
              .map(StepWord::read)
              .toList();
      rest = rest.substring(0, open);
    }
    int bracket = rest.indexOf('[');
    return bracket < 0
        ? new StepWord(rest, "", policy, parts)
        : new StepWord(
            rest.substring(0, bracket),
            rest.substring(bracket + 1, rest.length() - 1),
            policy,
            parts);
  }

  /** Splits where no round bracket is open. */
  static List<String> split(String text, char at) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      char next = text.charAt(i);
      depth += next == '(' ? 1 : next == ')' ? -1 : 0;
      if (next == at && depth == 0) {
        parts.add(text.substring(from, i));
        from = i + 1;
      }
    }
    parts.add(text.substring(from));
    return parts;
  }

  /**
   * Gives the number behind the letters of the name.
   *
   * @param letters how the name begins
   * @return the number in {@code if2}; 0 if there is none
   */
  public int number(String letters) {
    return name.equals(letters) ? 0 : Integer.parseInt(name.substring(letters.length()));
  }

  /**
   * Gives one part.
   *
   * @param index which, from 0
   * @return its steps; empty if there is no such part
   */
  public List<StepWord> part(int index) {
    return index < parts.size() ? parts.get(index) : List.of();
  }

  /** {@return the only word in round brackets, for example the {@code 2} of {@code sleep(2)}} */
  public String inside() {
    return parts.getFirst().getFirst().name();
  }
}
