package io.flowengine.flowchart;

import java.util.ArrayList;
import java.util.List;

/** Makes texts of a script fit into boxes. */
final class Labels {
  private static final int LETTERS = 46;
  private static final int LINES = 5;
  private static final int SHORTEST = 16;
  private static final String INDENT = "    ";

  private Labels() {}

  /**
   * Shortens a text to few short lines. A line that is too long goes on in a second one if it has a
   * blank; what is cut shows as an ellipsis.
   */
  static List<String> fitted(String text) {
    List<String> fitted = new ArrayList<>();
    List<String> lines = text.lines().flatMap(line -> wrapped(line).stream()).toList();
    for (String line : lines) {
      if (fitted.size() == LINES - 1 && lines.size() > LINES) {
        fitted.add("… " + (lines.size() - fitted.size()) + " more lines");
        break;
      }
      fitted.add(line);
    }
    return fitted.isEmpty() ? List.of("") : fitted;
  }

  private static List<String> wrapped(String line) {
    int blank = line.length() <= LETTERS ? -1 : line.lastIndexOf(' ', LETTERS);
    return blank < SHORTEST
        ? List.of(cut(line))
        : List.of(line.substring(0, blank), cut(INDENT + line.substring(blank + 1)));
  }

  private static String cut(String line) {
    return line.length() <= LETTERS ? line : line.substring(0, LETTERS - 1) + "…";
  }
}
