package io.flowengine.execution;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * An execution with everything it created, and who waits for whom among them. A snapshot: it does
 * not follow what happens later.
 *
 * @param record the execution
 * @param children what it created, in the order of creation
 * @param dependencies the executions it waits or waited for, of this tree or others
 * @param at when the snapshot was made, by the engine's clock
 */
public record ExecutionTree(
    ExecutionRecord record,
    List<ExecutionTree> children,
    List<ExecutionId> dependencies,
    Instant at) {
  private static final int SHOWN = 120;

  /** Copies the lists. */
  public ExecutionTree {
    requireNonNull(record, "record");
    children = List.copyOf(children);
    dependencies = List.copyOf(dependencies);
    requireNonNull(at, "at");
  }

  /** {@return how many executions the tree holds, this one included} */
  public int size() {
    return 1 + children.stream().mapToInt(ExecutionTree::size).sum();
  }

  /**
   * Draws the tree as text: one line each with name, status, duration, outputs, and the numbers of
   * the lines it waited for.
   *
   * @return lines that end with a line feed
   */
  public String toText() {
    Map<ExecutionId, Integer> numbers = new HashMap<>();
    number(numbers);
    StringBuilder text = new StringBuilder();
    line(text, "", "", numbers);
    return text.toString();
  }

  private void number(Map<ExecutionId, Integer> numbers) {
    numbers.put(record.id(), numbers.size() + 1);
    children.forEach(child -> child.number(numbers));
  }

  private void line(
      StringBuilder text, String first, String rest, Map<ExecutionId, Integer> numbers) {
    text.append(first)
        .append(numbers.get(record.id()))
        .append(' ')
        .append(record.name())
        .append("  ")
        .append(record.status());
    if (record.state().reason() != null) {
      text.append(" (").append(record.state().reason()).append(')');
    }
    text.append("  ").append(span());
    if (!record.state().outputs().isEmpty()) {
      text.append("  ").append(shortened(record.state().outputs().json()));
    }
    if (record.status() == ExecutionStatus.ENDED_ERROR && record.state().failure() != null) {
      text.append("  ")
          .append(
              shortened(
                  record.state().failure().name() + ": " + record.state().failure().message()));
    }
    Rerun rerun = record.origin().rerun();
    if (rerun != null) {
      text.append("  ").append(describe(rerun));
    }
    if (!dependencies.isEmpty()) {
      List<String> waits = new ArrayList<>();
      for (ExecutionId id : dependencies) {
        Integer number = numbers.get(id);
        waits.add(number == null ? id.toString() : number.toString());
      }
      text.append("  waited for ").append(String.join(", ", waits));
    }
    text.append('\n');
    for (int i = 0; i < children.size(); i++) {
      boolean last = i == children.size() - 1;
      children
          .get(i)
          .line(text, rest + (last ? "└─ " : "├─ "), rest + (last ? "   " : "│  "), numbers);
    }
  }

  private static String describe(Rerun rerun) {
    return rerun.fromStep() == null
        ? "rerun of " + rerun.of()
        : "restart of " + rerun.of() + " from '" + rerun.fromStep() + "'";
  }

  private String span() {
    Duration duration = record.duration(at);
    if (duration == null) {
      return "not started";
    }
    double millis = duration.toNanos() / 1e6;
    return millis < 1000
        ? String.format(Locale.ROOT, "%.1f ms", millis)
        : duration.toSeconds() < 60
            ? String.format(Locale.ROOT, "%.2f s", millis / 1000)
            : duration
                .truncatedTo(java.time.temporal.ChronoUnit.SECONDS)
                .toString()
                .substring(2)
                .toLowerCase(Locale.ROOT);
  }

  private static String shortened(String text) {
    String line = text.strip().replace('\n', ' ');
    return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "…";
  }

  /**
   * Draws the tree as a Mermaid flowchart: solid arrows from parent to child, dotted ones from an
   * execution to what it waited for.
   *
   * @return the text of the chart
   */
  public String toMermaid() {
    Map<ExecutionId, Integer> numbers = new HashMap<>();
    number(numbers);
    StringBuilder nodes = new StringBuilder("flowchart TD\n");
    StringBuilder edges = new StringBuilder();
    draw(nodes, edges, numbers);
    return nodes.append(edges).append(STYLES).toString();
  }

  private static final String STYLES =
      """
        classDef ENDED_SUCCESS fill:#d8f0d8,stroke:#2e7d32
        classDef ENDED_ERROR fill:#f8d7d7,stroke:#b71c1c
        classDef ENDED_CANCELLED fill:#e6e6e6,stroke:#757575
        classDef RUNNING fill:#d6e6fa,stroke:#1565c0
        classDef WAITING fill:#fff5d1,stroke:#f9a825
        classDef PAUSED fill:#f0e0f5,stroke:#7b1fa2
      """;

  private void draw(StringBuilder nodes, StringBuilder edges, Map<ExecutionId, Integer> numbers) {
    String node = "e" + numbers.get(record.id());
    nodes
        .append("  ")
        .append(node)
        .append("[\"")
        .append(escaped(record.name()))
        .append("<br/>")
        .append(record.status());
    nodes.append("<br/>").append(span()).append("\"]:::").append(record.status()).append('\n');
    Rerun rerun = record.origin().rerun();
    if (rerun != null) {
      String earlier = "x" + rerun.of().toString().replace("-", "");
      nodes.append("  ").append(earlier).append("([\"").append(rerun.of()).append("\"])\n");
      String link = rerun.fromStep() == null ? "rerun" : "restart from " + rerun.fromStep();
      edges.append("  ").append(earlier).append(" -.->|\"").append(escaped(link));
      edges.append("\"| ").append(node).append('\n');
    }
    for (ExecutionTree child : children) {
      edges
          .append("  ")
          .append(node)
          .append(" --> e")
          .append(numbers.get(child.record.id()))
          .append('\n');
    }
    for (ExecutionId id : dependencies) {
      Integer number = numbers.get(id);
      String target = number == null ? "x" + id.toString().replace("-", "") : "e" + number;
      if (number == null) {
        nodes.append("  ").append(target).append("([\"").append(id).append("\"])\n");
      }
      edges.append("  ").append(node).append(" -.->|waited for| ").append(target).append('\n');
    }
    children.forEach(child -> child.draw(nodes, edges, numbers));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("\"", "&quot;")
        .replace("<", "&lt;")
        .replace(">", "&gt;");
  }
}
