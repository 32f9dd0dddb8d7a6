package io.flowengine.element;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.mapping;

import io.flowengine.ElementSimulation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Reads the table of element flows, and plays its rows. */
final class FlowTable {
  /**
   * A row.
   *
   * @param id its id
   * @param definition flows, elements and how tasks go
   * @param expected what must come of it, in the form of {@link #played}
   */
  record Row(String id, String definition, String expected) {
    @Override
    public String toString() {
      return id + " " + definition;
    }
  }

  private static final Pattern STEP =
      Pattern.compile("(\\w+)(?:\\[(\\w+)]|\\(([^)]*)\\)|((?:~\\w+=\\d+)+))?");

  private final Map<String, ElementFlow> flows = new HashMap<>();

  private FlowTable() {}

  static List<Row> rows() throws IOException {
    try (InputStream table =
        Objects.requireNonNull(FlowTable.class.getResourceAsStream("/elements/flows.table"))) {
      return new String(table.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split(" \\| ", 3))
          .map(row -> new Row(row[0], row[1], row[2]))
          .toList();
    }
  }

  /** Simulates a row: trace, elements, status, end and peak, joined by bars. */
  static String played(Row row) {
    return new FlowTable().play(row.definition.split("; ", -1));
  }

  private String play(String[] parts) {
    for (String part : List.of(parts).reversed()) {
      if (part.contains(" = ")) {
        define(part.split(" = ", -1)[0], part.split(" = ", -1)[1]);
      }
    }
    ElementSimulation simulation = ElementSimulation.of(Objects.requireNonNull(flows.get("F1")));
    int elements = 0;
    for (String part : parts) {
      String[] words = part.split(" ", -1);
      for (int i = 1; i < words.length; i++) {
        String[] where = words[i].split("@", -1);
        switch (words[0]) {
          case "elements" -> elements = Integer.parseInt(words[1]);
          case "permits" -> simulation.permits(Integer.parseInt(words[1]));
          case "fails" -> simulation.fails(where[0], where[1]);
          case "failsFirst" -> simulation.failsFirst(where[0], where[1]);
          case "lasts" -> {
            simulation.lasts(where[0], where[1], Duration.ofSeconds(Long.parseLong(words[2])));
            i++;
          }
          default -> i = words.length;
        }
      }
    }
    return shown(simulation.run(elements(elements)));
  }

  private static List<ElementContext> elements(int count) {
    InMemoryInventory inventory = new InMemoryInventory();
    IntStream.rangeClosed(1, count)
        .forEach(
            number ->
                inventory.put(
                    Element.of("E" + number, "p")
                        .withSetting("number", number)
                        .withSetting("site", number <= 2 ? "one" : "two")));
    return Selection.all().from(inventory, Map.of());
  }

  private static String shown(SimulatedRun run) {
    Map<ElementStatus, String> groups =
        run.elements().entrySet().stream()
            .collect(
                groupingBy(
                    Map.Entry::getValue, TreeMap::new, mapping(Map.Entry::getKey, joining(" "))));
    String elements =
        groups.entrySet().stream()
            .map(group -> group.getKey() + ": " + group.getValue())
            .sorted()
            .collect(joining("; "));
    return String.join(
        " | ",
        run.trace(),
        elements.isEmpty() ? "-" : elements,
        run.status().name(),
        String.valueOf(run.end().toSeconds()),
        String.valueOf(run.peak()));
  }

  /** The groups of a row in the order in which they are shown. */
  static String expected(Row row) {
    String[] cells = row.expected.split(" \\| ", -1);
    cells[1] = List.of(cells[1].split("; ", -1)).stream().sorted().collect(joining("; "));
    return String.join(" | ", cells);
  }

  // ---------------------------------------------------------------- flows

  private void define(String name, String text) {
    ElementFlowBuilder flow = ElementFlow.named(name);
    String order = "serial";
    for (String word : text.split(" (?![^(]*\\))", -1)) {
      String[] option = word.split("=", -1);
      if (option.length == 1 || word.contains("~")) {
        if (word.equals("serial") || word.equals("parallel")) {
          order = word;
          runs(flow, order, ElementFlow.UNBOUNDED);
        } else {
          step(flow, word);
        }
        continue;
      }
      switch (option[0]) {
        case "width" -> runs(flow, order, Integer.parseInt(option[1]));
        case "maxConcurrent" -> flow.maxConcurrent(Integer.parseInt(option[1]));
        case "bySite" ->
            flow.maxConcurrentBy(context -> context.get("site"), Integer.parseInt(option[1]));
        case "batches" -> flow.batches(option[1].split(",", -1));
        case "tiers" -> flow.tierBy(context -> tier(option[1], number(context)));
        case "maxFailures" -> {
          String[] limit = option[1].split("/", -1);
          flow.maxFailures(
              Threshold.Scope.valueOf(limit.length == 1 ? "FLOW" : limit[1]), limit[0]);
        }
        case "onTrip" -> flow.onTrip(FailurePolicy.OnTrip.valueOf(option[1]));
        case "onFailure" -> flow.onFailure(TaskPolicy.OnFailure.valueOf(option[1]));
        default -> throw new IllegalArgumentException(word);
      }
    }
    flows.put(name, flow.build());
  }

  private static void runs(ElementFlowBuilder flow, String order, int width) {
    boolean all = width == ElementFlow.UNBOUNDED;
    if (order.equals("parallel")) {
      flow.parallel(width);
    } else {
      flow.rolling(all ? 1 : width);
    }
  }

  private static int number(ElementContext context) {
    return (int) Objects.requireNonNull(context.get("number"));
  }

  private static int tier(String sizes, int number) {
    int end = 0;
    int tier = 0;
    for (String size : sizes.split(",", -1)) {
      end += Integer.parseInt(size);
      if (number <= end) {
        return tier;
      }
      tier++;
    }
    return tier;
  }

  private void step(ElementSteps<?> steps, String word) {
    Matcher step = STEP.matcher(word);
    if (!step.matches()) {
      throw new IllegalArgumentException(word);
    }
    String name = step.group(1);
    String inside = Objects.requireNonNullElse(step.group(3), "");
    ElementFlow child = flows.get(name);
    switch (name) {
      case "odd" ->
          steps.when(
              context -> number(context) % 2 == 1,
              yes -> steps(yes, inside.split("\\|", -1)[0]),
              no -> steps(no, inside.split("\\|", -1)[1]));
      case "loop" -> steps.loop(FlowTable::number, body -> steps(body, inside));
      case "once" -> steps.once(inside);
      case "sleep" -> steps.sleep(Duration.ofSeconds(Long.parseLong(inside)));
      default -> {
        if (child == null) {
          steps.task(name, policy -> policy(policy, step.group(4)));
        } else if (step.group(2) == null) {
          steps.child(child);
        } else {
          steps.child(child, Given.Word.valueOf(step.group(2).toUpperCase(Locale.ROOT)));
        }
      }
    }
  }

  private void steps(ElementSteps<?> steps, String words) {
    for (String word : words.split(" ", -1)) {
      step(steps, word);
    }
  }

  private static TaskPolicy policy(TaskPolicy policy, String options) {
    Map<String, Integer> numbers = new HashMap<>();
    for (String option : Objects.requireNonNullElse(options, "").split("~", -1)) {
      if (!option.isEmpty()) {
        numbers.put(option.split("=", -1)[0], Integer.valueOf(option.split("=", -1)[1]));
      }
    }
    TaskPolicy changed = policy;
    if (numbers.containsKey("retry")) {
      Duration backoff = Duration.ofSeconds(numbers.getOrDefault("backoff", 0));
      changed = changed.retry(Objects.requireNonNull(numbers.get("retry")), backoff);
    }
    return numbers.containsKey("throttle")
        ? changed.throttle(Objects.requireNonNull(numbers.get("throttle")))
        : changed;
  }
}
