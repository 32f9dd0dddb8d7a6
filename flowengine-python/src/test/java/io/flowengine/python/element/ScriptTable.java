package io.flowengine.python.element;

import static java.util.Objects.requireNonNull;

import io.flowengine.testkit.element.FlowTable;
import io.flowengine.testkit.element.FlowWords;
import java.util.List;
import java.util.Set;

/**
 * The rows of the table of flows over elements that have a script, as {@link Lockstep} plays them.
 */
final class ScriptTable {
  private ScriptTable() {}

  /**
   * A script, and what must come of it.
   *
   * @param id its id
   * @param isParallel whether steps come first
   * @param elements how many there are
   * @param script the text of the script
   * @param fails which tasks fail on which elements, for example {@code A@E2}
   * @param gives which tasks give true on which elements
   * @param trace what must happen
   * @param statuses what must become of the elements
   */
  record Row(
      String id,
      boolean isParallel,
      int elements,
      String script,
      Set<String> fails,
      Set<String> gives,
      String trace,
      String statuses) {
    @Override
    public String toString() {
      return id;
    }

    boolean startsFlows() {
      return script.contains("execute_flow");
    }
  }

  static List<Row> rows() {
    return FlowTable.rows().stream()
        .filter(row -> !row.script().isEmpty())
        .map(ScriptTable::row)
        .toList();
  }

  private static Row row(FlowTable row) {
    FlowWords flow = requireNonNull(row.words().get("F1"));
    String[] expected = row.expected().split(" \\| ", -1);
    return new Row(
        row.id(),
        flow.isParallel(),
        row.elements(),
        row.script(),
        row.fails(),
        row.gives(),
        expected[0],
        expected[1]);
  }
}
