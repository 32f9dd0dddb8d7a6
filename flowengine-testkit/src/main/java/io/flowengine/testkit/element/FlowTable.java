package io.flowengine.testkit.element;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toCollection;

import io.flowengine.ElementSimulation;
import io.flowengine.element.Element;
import io.flowengine.element.ElementFlow;
import io.flowengine.element.ElementFlowBuilder;
import io.flowengine.element.ElementScript;
import io.flowengine.element.ElementStatus;
import io.flowengine.element.InMemoryInventory;
import io.flowengine.element.SimulatedRun;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.spi.ScriptFailedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A row of the table of flows over elements: what runs, and what must come of it, as the trace of
 * all starts in virtual time. The same row is played by a simulation, by real tasks, and, where it
 * can be said so, by a script.
 */
public final class FlowTable {
  /** What comes of a run that is refused before anything starts. */
  public static final String REFUSED = "(nothing) | - | ERROR | 0 | 0";

  private static final String TASK_ALONE = "(?<![\\w\"'.@])([A-Z])(?![\\w\"'@(])";

  /** A task on an element. */
  private record Try(String task, String element) {
    @Override
    public String toString() {
      return task + "@" + element;
    }
  }

  private final String id;
  private final String definition;
  private final String expected;
  private final String script;
  private final Map<String, FlowWords> words = new LinkedHashMap<>();
  private final Map<String, ElementFlow> flows = new HashMap<>();
  private final Set<Try> failing = new LinkedHashSet<>();
  private final Set<Try> failingFirst = new HashSet<>();
  private final Set<Try> giving = new LinkedHashSet<>();
  private final Map<Try, Duration> durations = new HashMap<>();
  private final Map<String, List<String>> settings = new HashMap<>();
  private int elements;
  private int permits = Integer.MAX_VALUE;

  private FlowTable(String id, String definition, String expected, String script) {
    this.id = id;
    this.definition = definition;
    this.expected = expected;
    this.script = script;
    read(definition.split("; ", -1));
  }

  /** {@return all rows, in their order} */
  public static List<FlowTable> rows() {
    try (InputStream table = requireNonNull(FlowTable.class.getResourceAsStream("flows.table"))) {
      String text = new String(table.readAllBytes(), StandardCharsets.UTF_8);
      return Stream.of(text.split("\n(?=\\w)", -1))
          .filter(block -> !block.startsWith("#"))
          .map(FlowTable::row)
          .toList();
    } catch (IOException e) {
      throw new IllegalStateException("the table cannot be read", e);
    }
  }

  /** A row is a line, and below it, indented, its script if it has one. */
  private static FlowTable row(String block) {
    List<String> lines = block.lines().filter(line -> !line.startsWith("#")).toList();
    String[] row = lines.getFirst().split(" \\| ", 3);
    String script =
        lines.subList(1, lines.size()).stream()
            .filter(line -> !line.isBlank())
            .map(line -> line.substring(4).replaceAll(TASK_ALONE, "execute_task(\"$1\")") + "\n")
            .collect(joining());
    return new FlowTable(row[0], row[1], row[2], script);
  }

  private void read(String[] parts) {
    for (String part : List.of(parts).reversed()) {
      if (part.matches("\\w+ = .*")) {
        FlowWords flow = FlowWords.read(part.split(" = ", 2)[0], part.split(" = ", 2)[1]);
        words.put(flow.name(), flow);
        flows.put(flow.name(), new TableFlows(flows).flow(flow));
      }
    }
    for (String part : parts) {
      String[] said = part.split(" ", -1);
      switch (said[0]) {
        case "elements" -> elements = Integer.parseInt(said[1]);
        case "permits" -> permits = Integer.parseInt(said[1]);
        case "fails" -> tries(said).forEach(failing::add);
        case "failsFirst" -> tries(said).forEach(failingFirst::add);
        case "gives" -> tries(said).forEach(giving::add);
        case "lasts" -> durations.put(tried(said[1]), Duration.ofSeconds(Long.parseLong(said[2])));
        case "leaders", "groups", "a", "b" ->
            settings.put(said[0], List.of(said).subList(1, said.length));
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

  /** {@return its flows by name, built in Java; {@code F1} is the one that is started} */
  public Map<String, ElementFlow> flows() {
    return Map.copyOf(flows);
  }

  /** {@return its flows in the words of the table, by name} */
  public Map<String, FlowWords> words() {
    return Collections.unmodifiableMap(words);
  }

  /** {@return the execution script that {@code F1} is, too; empty if the words are all there is} */
  public String script() {
    return script;
  }

  /** {@return true if {@code F1} can be said with the builder, false if only a script can tell} */
  public boolean isBuilt() {
    return script.isEmpty() || !requireNonNull(words.get("F1")).steps().isEmpty();
  }

  /** {@return how many elements there are} */
  public int elements() {
    return elements;
  }

  /** {@return what tasks give true on, for example {@code A@E2}} */
  public Set<String> gives() {
    return giving.stream().map(Try::toString).collect(toCollection(TreeSet::new));
  }

  /** {@return what always fails, for example {@code A@E2}} */
  public Set<String> fails() {
    return failing.stream().map(Try::toString).collect(toCollection(TreeSet::new));
  }

  /**
   * Makes a flow whose steps, and whose processing, are scripts.
   *
   * @param words the flow; its steps, and its {@code order} and {@code keep}, are left out
   * @param steps its execution script
   * @param processing its processing script; null if it has none
   * @return the flow
   */
  public static ElementFlow scripted(
      FlowWords words, ElementScript steps, @Nullable ElementScript processing) {
    ElementFlowBuilder flow = ElementFlow.named(words.name());
    TableFlows.options(flow, words);
    if (processing != null) {
      flow.processingScript(processing);
    }
    return flow.executionScript(steps).build();
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
            number -> {
              Element element =
                  Element.of("E" + number, "p")
                      .withSetting("number", number)
                      .withSetting("site", number <= 2 ? "one" : "two")
                      .withGroups(own("groups", number).split(",", -1));
              for (String name : List.of("a", "b")) {
                String value = own(name, number);
                element =
                    value.isEmpty() ? element : element.withSetting(name, Integer.valueOf(value));
              }
              String leader = own("leaders", number);
              inventory.put(
                  leader.isEmpty() ? element : element.withSetting("patroni_leader", leader));
            });
    return inventory;
  }

  /** What the table says of one element; empty if nothing. */
  private String own(String what, int number) {
    List<String> all = settings.getOrDefault(what, List.of());
    return number > all.size() || all.get(number - 1).equals("-") ? "" : all.get(number - 1);
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
   * @return what comes of it, in the form of {@link #shown}
   */
  public String simulate(ElementSimulation simulation) {
    simulation.permits(permits);
    failing.forEach(each -> simulation.fails(each.task, each.element));
    failingFirst.forEach(each -> simulation.failsFirst(each.task, each.element));
    giving.forEach(each -> simulation.gives(each.task, each.element, true));
    durations.forEach((each, time) -> simulation.lasts(each.task, each.element, time));
    try {
      return shown(simulation.run(fill(new InMemoryInventory()), Map.of()));
    } catch (InvalidInputException | ScriptFailedException e) {
      return REFUSED;
    }
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
}
