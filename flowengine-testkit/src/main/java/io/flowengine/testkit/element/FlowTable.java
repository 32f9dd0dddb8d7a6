package io.flowengine.testkit.element;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.mapping;

import io.flowengine.ElementSimulation;
import io.flowengine.element.Element;
import io.flowengine.element.ElementContext;
import io.flowengine.element.ElementFlow;
import io.flowengine.element.ElementFlowBuilder;
import io.flowengine.element.ElementStatus;
import io.flowengine.element.ElementSteps;
import io.flowengine.element.FailurePolicy;
import io.flowengine.element.Given;
import io.flowengine.element.InMemoryInventory;
import io.flowengine.element.Selection;
import io.flowengine.element.SimulatedRun;
import io.flowengine.element.TaskPolicy;
import io.flowengine.element.Threshold;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A row of the table of flows over elements: what runs, and what must come of it, as the trace of
 * all starts in virtual time. The same row is played by a simulation, by real tasks, and, where it
 * can be said so, by a script.
 */
public final class FlowTable {
  private static final Pattern STEP =
      Pattern.compile("(\\w+)(?:\\[(\\w+)]|\\(([^)]*)\\)|((?:~\\w+=\\d+)+))?");

  /** A task on an element. */
  private record Try(String task, String element) {}

  private final String id;
  private final String definition;
  private final String expected;
  private final Map<String, ElementFlow> flows = new HashMap<>();
  private final Set<Try> failing = new HashSet<>();
  private final Set<Try> failingFirst = new HashSet<>();
  private final Map<Try, Duration> durations = new HashMap<>();
  private int elements;
  private int permits = Integer.MAX_VALUE;

  private FlowTable(String id, String definition, String expected) {
    this.id = id;
    this.definition = definition;
    this.expected = expected;
    read(definition.split("; ", -1));
  }

  /** {@return all rows, in their order} */
  public static List<FlowTable> rows() {
    try (InputStream table = requireNonNull(FlowTable.class.getResourceAsStream("flows.table"))) {
      return new String(table.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split(" \\| ", 3))
          .map(row -> new FlowTable(row[0], row[1], row[2]))
          .toList();
    } catch (IOException e) {
      throw new IllegalStateException("the table cannot be read", e);
    }
  }

  private void read(String[] parts) {
    for (String part : List.of(parts).reversed()) {
      if (part.contains(" = ")) {
        define(part.split(" = ", -1)[0], part.split(" = ", -1)[1]);
      }
    }
    for (String part : parts) {
      String[] words = part.split(" ", -1);
      switch (words[0]) {
        case "elements" -> elements = Integer.parseInt(words[1]);
        case "permits" -> permits = Integer.parseInt(words[1]);
        case "fails" -> tries(words).forEach(failing::add);
        case "failsFirst" -> tries(words).forEach(failingFirst::add);
        case "lasts" ->
            durations.put(tried(words[1]), Duration.ofSeconds(Long.parseLong(words[2])));
        default -> {
          // a flow
        }
      }
    }
  }

  private static List<Try> tries(String[] words) {
    return List.of(words).subList(1, words.length).stream().map(FlowTable::tried).toList();
  }

  private static Try tried(String word) {
    return new Try(word.split("@", -1)[0], word.split("@", -1)[1]);
  }

  // ---------------------------------------------------------------- what it says

  /** {@return its id, for example {@code T01}} */
  public String id() {
    return id;
  }

  /** {@return flows, elements, and how tasks go, in the words of the table} */
  public String definition() {
    return definition;
  }

  /** {@return its flows by name; {@code F1} is the one that is started} */
  public Map<String, ElementFlow> flows() {
    return Map.copyOf(flows);
  }

  /** {@return how many tasks the engine runs at once} */
  public int permits() {
    return permits;
  }

  /**
   * Tells how long a task lasts.
   *
   * @param task its name
   * @param element the id of the element
   * @return how long
   */
  public Duration lasts(String task, String element) {
    return durations.getOrDefault(new Try(task, element), Duration.ofSeconds(1));
  }

  /**
   * Tells whether an attempt fails.
   *
   * @param task its name
   * @param element the id of the element
   * @param attempt which one, from 1
   * @return whether it does
   */
  public boolean fails(String task, String element, int attempt) {
    Try tried = new Try(task, element);
    return failing.contains(tried) || (attempt == 1 && failingFirst.contains(tried));
  }

  /**
   * Puts its elements into an inventory.
   *
   * @param inventory gets {@code E1}, {@code E2} and so on
   * @return the inventory
   */
  public InMemoryInventory fill(InMemoryInventory inventory) {
    IntStream.rangeClosed(1, elements)
        .forEach(
            number ->
                inventory.put(
                    Element.of("E" + number, "p")
                        .withSetting("number", number)
                        .withSetting("site", number <= 2 ? "one" : "two")));
    return inventory;
  }

  /** {@return what must come of it, in the form of {@link #shown}} */
  public String expected() {
    String[] cells = expected.split(" \\| ", -1);
    cells[1] = List.of(cells[1].split("; ", -1)).stream().sorted().collect(joining("; "));
    return String.join(" | ", cells);
  }

  /**
   * Simulates it.
   *
   * @param simulation a simulation of its {@code F1}
   * @return what comes of it
   */
  public SimulatedRun simulate(ElementSimulation simulation) {
    simulation.permits(permits);
    failing.forEach(each -> simulation.fails(each.task, each.element));
    failingFirst.forEach(each -> simulation.failsFirst(each.task, each.element));
    durations.forEach((each, time) -> simulation.lasts(each.task, each.element, time));
    return simulation.run(Selection.all().from(fill(new InMemoryInventory()), Map.of()));
  }

  /**
   * Shows what came of it: trace, elements, status, end in seconds and peak, joined by bars.
   *
   * @param run what came of it
   * @return one line
   */
  public static String shown(SimulatedRun run) {
    Map<ElementStatus, String> groups =
        run.elements().entrySet().stream()
            .collect(
                groupingBy(
                    Map.Entry::getValue, TreeMap::new, mapping(Map.Entry::getKey, joining(" "))));
    String statuses =
        groups.entrySet().stream()
            .map(group -> group.getKey() + ": " + group.getValue())
            .sorted()
            .collect(joining("; "));
    return String.join(
        " | ",
        run.trace(),
        statuses.isEmpty() ? "-" : statuses,
        run.status().name(),
        String.valueOf(run.end().toSeconds()),
        String.valueOf(run.peak()));
  }

  /** {@return id and definition} */
  @Override
  public String toString() {
    return id + " " + definition;
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
    return ((Number) requireNonNull(context.get("number"))).intValue();
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
