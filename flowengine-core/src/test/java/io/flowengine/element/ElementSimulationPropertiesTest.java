package io.flowengine.element;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.ElementSimulation;
import io.flowengine.element.SimulatedRun.Start;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What holds for all flows, however they are nested, bounded and disturbed. */
class ElementSimulationPropertiesTest {
  private static final FailurePolicy.OnTrip[] ENDING_BY_THEMSELVES = {
    FailurePolicy.OnTrip.DRAIN,
    FailurePolicy.OnTrip.FINISH_STEP,
    FailurePolicy.OnTrip.FINISH_ELEMENTS
  };

  private final Map<String, Duration> durations = new HashMap<>();

  private static List<ElementContext> elements(int count) {
    InMemoryInventory inventory = new InMemoryInventory();
    IntStream.range(0, count)
        .forEach(
            number ->
                inventory.put(
                    Element.of("E" + number, "p")
                        .withSetting("number", number)
                        .withSetting("site", number % 3)));
    return Selection.all().from(inventory, Map.of());
  }

  /** Any flow; tasks are named for the place they stand at. */
  private static ElementFlow any(Random random, String name, int depth, boolean limits) {
    ElementFlowBuilder flow = ElementFlow.named(name);
    int width = random.nextBoolean() ? ElementFlow.UNBOUNDED : 1 + random.nextInt(4);
    if (random.nextBoolean()) {
      flow.parallel(width);
    } else {
      flow.rolling(width);
    }
    if (random.nextInt(3) == 0) {
      flow.batches("1", random.nextBoolean() ? "3" : "40%");
    }
    if (random.nextInt(3) == 0) {
      flow.maxFailures(any(random, Threshold.Scope.values()), String.valueOf(random.nextInt(3)))
          .onTrip(any(random, ENDING_BY_THEMSELVES));
    }
    if (limits && random.nextInt(3) == 0) {
      flow.maxConcurrent(1 + random.nextInt(3));
    }
    if (limits && random.nextInt(3) == 0) {
      flow.maxConcurrentBy(context -> context.get("site"), 1);
    }
    steps(random, flow, name, depth, limits);
    return flow.build();
  }

  private static <T> T any(Random random, T[] values) {
    return values[random.nextInt(values.length)];
  }

  private static void steps(
      Random random, ElementSteps<?> steps, String name, int depth, boolean limits) {
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      String place = name + "." + i;
      switch (depth == 0 ? 0 : random.nextInt(8)) {
        case 1 ->
            steps.child(any(random, place, depth - 1, limits), any(random, Given.Word.values()));
        case 2 ->
            steps.when(
                context -> number(context) % 2 == 0,
                yes -> steps(random, yes, place + "y", depth - 1, limits),
                no -> steps(random, no, place + "n", depth - 1, limits));
        case 3 ->
            steps.loop(
                context -> number(context) % 3,
                body -> steps(random, body, place + "l", depth - 1, limits));
        case 4 ->
            steps.block(
                block -> {
                  steps(random, block, place + "b", depth - 1, limits);
                  if (random.nextBoolean()) {
                    block.rescue(part -> part.task(place + "r"));
                  }
                  if (random.nextBoolean()) {
                    block.always(part -> part.task(place + "a"));
                  }
                });
        case 5 -> steps.once(place + "o");
        case 6 -> steps.sleep(Duration.ofSeconds(1 + random.nextInt(3)));
        case 7 ->
            steps.task(
                place,
                policy ->
                    policy
                        .retry(random.nextInt(3), Duration.ofSeconds(1))
                        .throttle(1 + random.nextInt(3)));
        default -> steps.task(place);
      }
    }
  }

  private static int number(ElementContext context) {
    return (int) java.util.Objects.requireNonNull(context.get("number"));
  }

  private SimulatedRun play(ElementFlow flow, Random random, int elements, int permits) {
    ElementSimulation simulation = ElementSimulation.of(flow).permits(permits);
    List<String> tasks = new ArrayList<>();
    collect(flow.steps(), tasks);
    for (String task : tasks) {
      Duration time = Duration.ofSeconds(1 + random.nextInt(4));
      durations.put(task, time);
      simulation.lasts(task, time);
      if (random.nextInt(5) == 0) {
        simulation.fails(task, "E" + random.nextInt(Math.max(1, elements)));
      }
    }
    return simulation.run(elements(elements));
  }

  private static void collect(List<ElementStep> steps, List<String> tasks) {
    for (ElementStep step : steps) {
      switch (step) {
        case ElementStep.Task task -> tasks.add(task.task());
        case ElementStep.Child child -> collect(child.flow().steps(), tasks);
        case ElementStep.When when -> {
          collect(when.yes(), tasks);
          collect(when.no(), tasks);
        }
        case ElementStep.Loop loop -> collect(loop.body(), tasks);
        case ElementStep.Block block -> {
          collect(block.body(), tasks);
          collect(block.rescue(), tasks);
          collect(block.always(), tasks);
        }
        case ElementStep.Once once -> collect(List.of(once.step()), tasks);
        case ElementStep.Sleep sleep -> {
          // no task
        }
        case ElementStep.Gate gate -> {
          // no task
        }
      }
    }
  }

  private Duration end(Start start) {
    return start.at().plus(durations.getOrDefault(start.task(), Duration.ZERO));
  }

  @Property(tries = 3000)
  void every_run_ends_and_each_element_has_one_status(
      @ForAll long seed, @ForAll @IntRange(max = 9) int count) {
    Random random = new Random(seed);
    SimulatedRun run = play(any(random, "F", 3, true), random, count, 1 + random.nextInt(5));
    assertThat(run.elements()).hasSize(count).doesNotContainValue(null);
  }

  @Property(tries = 1000)
  void h6_tasks_never_overlap_on_an_element(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 9) int count) {
    Random random = new Random(seed);
    SimulatedRun run = play(any(random, "F", 3, false), random, count, Integer.MAX_VALUE);
    Map<String, Duration> busyUntil = new HashMap<>();
    for (Start start : run.starts()) {
      if (!start.task().equals("zz")) {
        Duration until = busyUntil.getOrDefault(start.element(), Duration.ZERO);
        assertThat(start.at())
            .as(() -> start + " in " + run.trace()) // long, and seldom asked for
            .isGreaterThanOrEqualTo(until);
        busyUntil.put(start.element(), end(start));
      }
    }
  }

  @Property(tries = 1000)
  void l1_the_permits_of_the_engine_bound_what_runs(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 9) int count,
      @ForAll @IntRange(min = 1, max = 4) int permits) {
    Random random = new Random(seed);
    assertThat(play(any(random, "F", 3, true), random, count, permits).peak())
        .isLessThanOrEqualTo(permits);
  }

  @Property(tries = 1000)
  void k14_the_same_flow_does_the_same_twice(@ForAll long seed) {
    assertThat(play(any(new Random(seed), "F", 3, true), new Random(seed), 5, 3))
        .isEqualTo(play(any(new Random(seed), "F", 3, true), new Random(seed), 5, 3));
  }

  @Property(tries = 500)
  void h2_with_steps_first_a_step_begins_when_the_one_before_has_ended_everywhere(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 9) int count) {
    Random random = new Random(seed);
    ElementFlow flow =
        ElementFlow.named("F")
            .parallel(1 + random.nextInt(4))
            .task("0")
            .task("1")
            .task("2")
            .build();
    SimulatedRun run = play(flow, random, count, 1 + random.nextInt(5));
    for (Start one : run.starts()) {
      for (Start other : run.starts()) {
        if (Integer.parseInt(one.task()) < Integer.parseInt(other.task())) {
          assertThat(end(one)).as(run.trace()).isLessThanOrEqualTo(other.at());
        }
      }
    }
  }

  @Property(tries = 500)
  void h4_a_batch_begins_when_the_one_before_has_ended(
      @ForAll long seed, @ForAll @IntRange(min = 2, max = 9) int count) {
    Random random = new Random(seed);
    ElementFlow flow =
        ElementFlow.named("F").free().batches("1", "2", "50%").task("0").task("1").build();
    SimulatedRun run = play(flow, random, count, 1 + random.nextInt(5));
    for (Start one : run.starts()) {
      for (Start other : run.starts()) {
        if (one.batch() < other.batch()) {
          assertThat(end(one)).as(run.trace()).isLessThanOrEqualTo(other.at());
        }
      }
    }
  }
}
