package io.flowengine.testkit.element;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A flow in the words of the table: {@code parallel width=2 A B}.
 *
 * @param name its name
 * @param isParallel whether steps come first
 * @param options what is said by {@code name=value}
 * @param steps its steps; empty if only a script tells what it does
 */
public record FlowWords(
    String name, boolean isParallel, Map<String, String> options, List<StepWord> steps) {
  static FlowWords read(String name, String text) {
    Map<String, String> options = new LinkedHashMap<>();
    StringBuilder steps = new StringBuilder();
    boolean isParallel = false;
    for (String word : StepWord.split(text, ' ')) {
      if (word.matches("\\w+=.*")) {
        options.put(word.split("=", 2)[0], word.split("=", 2)[1]);
      } else if (word.equals("parallel")) {
        isParallel = true;
      } else if (!word.equals("serial")) {
        steps.append(word).append(' ');
      }
    }
    return new FlowWords(name, isParallel, options, StepWord.read(steps.toString()));
  }
}
