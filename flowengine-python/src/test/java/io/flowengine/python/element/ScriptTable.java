package io.flowengine.python.element;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Reads the table of execution scripts. */
final class ScriptTable {
  private static final String TASK_ALONE = "(?<![\\w\"'.@])([A-Z])(?![\\w\"'@(])";

  private ScriptTable() {}

  /**
   * One block of the table.
   *
   * @param id its id
   * @param options the order of the flow, and what else is said of it
   * @param elements how many there are
   * @param script the text of the script
   * @param fails which tasks fail on which elements, for example {@code A@E2}
   * @param gives which tasks give true on which elements
   * @param trace what must happen
   * @param statuses what must become of the elements
   */
  record Row(
      String id,
      List<String> options,
      int elements,
      String script,
      Set<String> fails,
      Set<String> gives,
      String trace,
      String statuses) {
    @Override
    public String toString() {
      return id + " " + options;
    }

    boolean startsFlows() {
      return script.contains("execute_flow");
    }

    boolean isParallel() {
      return options.contains("parallel");
    }
  }

  static List<Row> rows() throws IOException {
    try (InputStream table =
        requireNonNull(ScriptTable.class.getResourceAsStream("/elements/scripts.table"))) {
      String text = new String(table.readAllBytes(), StandardCharsets.UTF_8);
      return List.of(text.split("(?m)^== ", -1)).stream().skip(1).map(ScriptTable::row).toList();
    }
  }

  private static Row row(String block) {
    List<String> head = List.of();
    StringBuilder script = new StringBuilder();
    Set<String> fails = new TreeSet<>();
    Set<String> gives = new TreeSet<>();
    List<String> expected = new ArrayList<>();
    for (String line : block.lines().toList()) {
      List<String> words = List.of(line.split(" ", -1));
      if (head.isEmpty()) {
        head = words;
      } else if (words.getFirst().equals("fails")) {
        fails.addAll(words.subList(1, words.size()));
      } else if (words.getFirst().equals("gives")) {
        gives.addAll(words.subList(1, words.size()));
      } else if (words.getFirst().equals("->")) {
        expected.add(line.substring(3));
      } else if (expected.isEmpty()) {
        script.append(line.replaceAll(TASK_ALONE, "execute_task(\"$1\")")).append('\n');
      }
    }
    List<String> options = new ArrayList<>(head.subList(1, head.size()));
    int elements = Integer.parseInt(options.remove(1));
    return new Row(
        head.getFirst(),
        options,
        elements,
        script.toString(),
        fails,
        gives,
        expected.get(0),
        expected.get(1));
  }
}
