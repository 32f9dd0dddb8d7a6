package io.flowengine.python.element;

import static java.util.Objects.requireNonNull;

import io.flowengine.element.ElementFlow;
import io.flowengine.element.ElementFlowBuilder;
import io.flowengine.element.ElementScript;
import io.flowengine.element.FailurePolicy.OnTrip;
import io.flowengine.element.TaskPolicy.OnFailure;
import io.flowengine.element.Threshold.Scope;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The table of traces by which flows with declared steps are tested, with the steps written as
 * execution scripts.
 */
final class TraceTable {
  private static final String TABLE = "/io/flowengine/testkit/element/flows.table";

  /** A step: a name, and what is in brackets after it. */
  private static final Pattern STEP = Pattern.compile("(\\w+)(?:\\[(\\w+)]|\\(([^)]*)\\))?");

  private TraceTable() {}

  /**
   * A row whose flows are scripts.
   *
   * @param id its id
   * @param flows its flows
   * @param elements how many elements there are
   * @param fails which tasks fail on which elements
   * @param expected trace, elements, status, end and peak
   */
  record Row(
      String id, List<ElementFlow> flows, int elements, List<String> fails, List<String> expected) {
    @Override
    public String toString() {
      return id;
    }
  }

  /** The rows in which steps do not have options that only a builder knows. */
  static List<Row> expressible() throws IOException {
    try (InputStream table = requireNonNull(TraceTable.class.getResourceAsStream(TABLE))) {
      return new String(table.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> line.matches("T\\d\\d \\|.*"))
          .filter(line -> !line.contains("permits") && !line.contains("lasts"))
          .filter(line -> !line.contains("failsFirst") && !line.contains("bySite"))
          .filter(line -> !line.contains("tiers") && !line.contains("elements 0"))
          .map(TraceTable::row)
          .toList();
    }
  }

  private static Row row(String line) {
    String[] cells = line.split(" \\| ", -1);
    List<ElementFlow> flows = new ArrayList<>();
    int elements = 0;
    List<String> fails = List.of();
    for (String part : cells[1].split("; ", -1)) {
      List<String> words = List.of(part.split(" ", -1));
      switch (words.getFirst()) {
        case "elements" -> elements = Integer.parseInt(words.get(1));
        case "fails" -> fails = words.subList(1, words.size());
        default -> flows.add(flow(words.getFirst(), part.substring(part.indexOf("= ") + 2)));
      }
    }
    List<String> expected = new ArrayList<>(List.of(cells).subList(2, cells.length));
    expected.set(
        1, Stream.of(expected.get(1).split("; ", -1)).sorted().collect(Collectors.joining("; ")));
    return new Row(cells[0], flows, elements, fails, expected);
  }

  private static ElementFlow flow(String name, String text) {
    ElementFlowBuilder flow = ElementFlow.named(name);
    List<String> script = new ArrayList<>();
    boolean parallel = text.startsWith("parallel");
    if (parallel) {
      flow.parallel();
    }
    for (String word : text.split(" (?![^(]*\\))", -1)) {
      String[] option = word.split("=", -1);
      switch (option[0]) {
        case "serial", "parallel" -> {
          // said above
        }
        case "width" -> {
          int width = Integer.parseInt(option[1]);
          var unused = parallel ? flow.parallel(width) : flow.rolling(width);
        }
        case "maxConcurrent" -> flow.maxConcurrent(Integer.parseInt(option[1]));
        case "batches" -> flow.batches(option[1].split(",", -1));
        case "maxFailures" -> {
          String[] limit = option[1].split("/", -1);
          flow.maxFailures(Scope.valueOf(limit.length == 1 ? "FLOW" : limit[1]), limit[0]);
        }
        case "onTrip" -> flow.onTrip(OnTrip.valueOf(option[1]));
        case "onFailure" -> flow.onFailure(OnFailure.valueOf(option[1]));
        default -> script.addAll(step(word));
      }
    }
    return flow.executionScript(
            new ElementScript("python", name + ".py", String.join("\n", script)))
        .build();
  }

  private static List<String> step(String word) {
    String[] policy = word.split("~", -1);
    Matcher step = STEP.matcher(policy[0]);
    if (!step.matches()) {
      throw new IllegalArgumentException(word);
    }
    String name = step.group(1);
    String inside = step.group(3);
    return switch (name) {
      case "odd" -> {
        String[] branches = requireNonNull(inside).split("\\|", -1);
        List<String> lines = new ArrayList<>(List.of("if context['number'] % 2 == 1:"));
        lines.addAll(indented(branches[0]));
        lines.add("else:");
        lines.addAll(indented(branches[1]));
        yield lines;
      }
      case "loop" -> {
        List<String> lines = new ArrayList<>(List.of("for i in range(context['number']):"));
        lines.addAll(indented(requireNonNull(inside)));
        yield lines;
      }
      case "once" -> List.of("once(execute_task, '" + inside + "')");
      case "sleep" -> List.of("sleep(" + inside + ")");
      default -> {
        if (!name.startsWith("F") || name.length() == 1) {
          yield List.of("execute_task('" + name + "'" + inputs(policy) + ")");
        }
        String given = step.group(2);
        yield List.of(
            "execute_flow('"
                + name
                + "'"
                + (given == null ? "" : ", elements=" + given.toUpperCase(Locale.ROOT))
                + ")");
      }
    };
  }

  private static String inputs(String[] policy) {
    return Stream.of(policy).skip(1).map(each -> ", _" + each).collect(Collectors.joining());
  }

  private static List<String> indented(String words) {
    return Stream.of(words.split(" ", -1))
        .flatMap(word -> step(word).stream())
        .map(line -> "    " + line)
        .toList();
  }
}
