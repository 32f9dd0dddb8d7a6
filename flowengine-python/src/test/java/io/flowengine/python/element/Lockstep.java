package io.flowengine.python.element;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.mapping;

import io.flowengine.element.Element;
import io.flowengine.element.ElementContext;
import io.flowengine.element.InMemoryInventory;
import io.flowengine.element.Selection;
import io.flowengine.element.StepResult;
import io.flowengine.element.TaskResult;
import io.flowengine.execution.ExecutionId;
import io.flowengine.spi.ElementScriptRun;
import io.flowengine.spi.ExecutionScript;
import io.flowengine.spi.ExecutionScript.Instances;
import io.flowengine.spi.ExecutionScript.Resumed;
import io.flowengine.spi.ExecutionScript.Round;
import io.flowengine.spi.ExecutionScript.Stand;
import io.flowengine.spi.StepAnswer;
import io.flowengine.spi.StepRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Plays an execution script by the rule alone: among the instances that wait, those at the earliest
 * position go on together. No engine is involved, so the script's side can be judged by itself.
 */
final class Lockstep implements ElementScriptRun {
  static final Instant START = Instant.parse("2030-01-01T00:00:00Z");

  private final List<ElementContext> elements;
  private final ScriptTable.Row row;
  private final List<String> trace = new ArrayList<>();
  private final Map<Integer, Map<String, List<StepResult>>> results = new HashMap<>();
  private final TreeMap<int[], List<Integer>> waiting = new TreeMap<>(Arrays::compare);
  private final Map<Integer, Stand> stands = new HashMap<>();
  private final Map<String, String> ended = new LinkedHashMap<>();
  private int clock;

  private Lockstep(ScriptTable.Row row) {
    this.row = row;
    InMemoryInventory inventory = new InMemoryInventory();
    IntStream.rangeClosed(1, row.elements())
        .forEach(i -> inventory.put(Element.of("E" + i, "p").withSetting("number", i)));
    elements = Selection.all().from(inventory, Map.of());
  }

  /**
   * Plays a row.
   *
   * @return the trace and the statuses, as the table has them
   */
  static List<String> play(ExecutionScript script, ScriptTable.Row row) {
    Lockstep lockstep = new Lockstep(row);
    try (Instances instances = script.open(lockstep)) {
      List<Integer> all = IntStream.range(0, row.elements()).boxed().toList();
      if (row.isParallel()) {
        lockstep.play(instances, all);
      } else {
        all.forEach(rank -> lockstep.play(instances, List.of(rank)));
      }
    }
    return List.of(String.join(" ; ", lockstep.trace), lockstep.statuses());
  }

  private String statuses() {
    Map<String, String> groups =
        ended.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .collect(
                groupingBy(
                    Map.Entry::getValue, TreeMap::new, mapping(Map.Entry::getKey, joining(" "))));
    return groups.entrySet().stream()
        .map(each -> each.getKey() + ": " + each.getValue())
        .collect(joining("; "));
  }

  private void play(Instances instances, List<Integer> ranks) {
    goOn(
        instances, ranks, ranks.stream().map(rank -> (StepAnswer) StepAnswer.Begin.BEGIN).toList());
    while (!waiting.isEmpty()) {
      List<Integer> cohort =
          requireNonNull(waiting.pollFirstEntry()).getValue().stream().sorted().toList();
      trace.add(shown(cohort));
      clock++;
      List<Integer> well = new ArrayList<>();
      List<StepAnswer> answers = new ArrayList<>();
      for (int rank : cohort) {
        StepAnswer answer = answer(rank);
        if (answer instanceof StepAnswer.TaskEnded ended && ended.raises()) {
          goOn(instances, List.of(rank), List.of(answer));
        } else {
          well.add(rank);
          answers.add(answer);
        }
      }
      if (!well.isEmpty()) {
        goOn(instances, well, answers);
      }
    }
  }

  private StepAnswer answer(int rank) {
    if (!(requireNonNull(stands.get(rank)).request() instanceof StepRequest.Task task)) {
      return StepAnswer.Passed.PASSED;
    }
    String place = task.task() + "@" + id(rank);
    boolean fails = row.fails().contains(place);
    TaskResult result =
        fails ? TaskResult.failed("simulated") : TaskResult.ok(row.gives().contains(place));
    StepResult step = new StepResult(result, 1, now().minusSeconds(1), now());
    results
        .computeIfAbsent(rank, key -> new HashMap<>())
        .computeIfAbsent(task.id(), key -> new ArrayList<>())
        .add(step);
    return new StepAnswer.TaskEnded(step, fails);
  }

  private void goOn(Instances instances, List<Integer> ranks, List<StepAnswer> answers) {
    List<Resumed> resumed =
        IntStream.range(0, ranks.size())
            .mapToObj(i -> new Resumed(ranks.get(i), answers.get(i), elements.get(ranks.get(i))))
            .toList();
    int[] cohort = ranks.stream().mapToInt(Integer::intValue).toArray();
    List<Stand> now = instances.advance(new Round(resumed, cohort, 0, 0, 1));
    for (int i = 0; i < now.size(); i++) {
      Stand stand = now.get(i);
      int rank = ranks.get(i);
      stands.put(rank, stand);
      switch (stand.request()) {
        case StepRequest.End end -> ended.put(id(rank), "OK");
        case StepRequest.Failed failed -> ended.put(id(rank), "FAILED");
        default -> waiting.computeIfAbsent(stand.position(), key -> new ArrayList<>()).add(rank);
      }
    }
  }

  private String shown(List<Integer> cohort) {
    if (requireNonNull(stands.get(cohort.getFirst())).request()
        instanceof StepRequest.Sleep sleep) {
      return "zz(" + sleep.time().toSeconds() + ")";
    }
    String tasks =
        cohort.stream()
            .map(
                rank -> {
                  var task = (StepRequest.Task) requireNonNull(stands.get(rank)).request();
                  boolean fails = row.fails().contains(task.task() + "@" + id(rank));
                  return task.task() + (rank + 1) + (fails ? "!" : "");
                })
            .collect(joining(" "));
    return cohort.size() == 1 ? tasks : "[" + tasks + "]";
  }

  private String id(int rank) {
    return elements.get(rank).element().id();
  }

  // ---------------------------------------------------------------- as the script sees it

  @Override
  public String flow() {
    return row.id();
  }

  @Override
  public Optional<ExecutionId> execution() {
    return Optional.empty();
  }

  @Override
  public void print(int rank, String line) {
    throw new AssertionError(rank + " " + line);
  }

  @Override
  public void print(String line) {
    throw new AssertionError(line);
  }

  @Override
  public Map<String, @Nullable Object> inputs() {
    return Map.of();
  }

  @Override
  public List<ElementContext> elements() {
    return elements;
  }

  @Override
  public Map<String, List<StepResult>> results(int rank) {
    return results.getOrDefault(rank, Map.of());
  }

  @Override
  public ElementContext seen(int rank) {
    return elements.get(rank);
  }

  @Override
  public Map<String, List<StepResult>> seenResults(int rank) {
    return results(rank);
  }

  @Override
  public Instant now() {
    return START.plusSeconds(clock);
  }

  @Override
  public long seed() {
    return 1;
  }

  @Override
  public void warn(String code, String message) {
    throw new AssertionError(code + " " + message);
  }
}
