package io.flowengine.testkit.element;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.ElementSimulation;
import io.flowengine.element.ElementContext;
import io.flowengine.element.ElementEvent;
import io.flowengine.element.ElementEvent.Kind;
import io.flowengine.element.ElementFlow;
import io.flowengine.element.ElementFlowBuilder;
import io.flowengine.element.ElementStatus;
import io.flowengine.element.ElementStep;
import io.flowengine.element.FailurePolicy;
import io.flowengine.element.FlowPace.Order;
import io.flowengine.element.Given;
import io.flowengine.element.RunStatus;
import io.flowengine.element.SimulatedRun;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/**
 * Random flows over elements, against what must hold for all of them and against a simple model.
 */
class RandomFlowsTest {
  @Property(tries = 20_000)
  void f8_l1_no_run_of_very_many_waits_in_a_circle(
      @ForAll long seed, @ForAll @IntRange(max = 7) int count) {
    f8_every_run_ends_and_each_element_has_one_status(seed, count);
  }

  @Property(tries = 1000)
  void f8_every_run_ends_and_each_element_has_one_status(
      @ForAll long seed, @ForAll @IntRange(max = 7) int count) {
    RandomFlows source = new RandomFlows(seed, false);
    SimulatedRun run = source.play(source.flow("F", 3), count, true);
    assertThat(run.elements()).hasSize(count).doesNotContainValue(null);
    assertThat(run.events().getLast().kind()).isEqualTo(Kind.RUN_ENDED);
  }

  @Test
  void a_child_that_waits_between_its_batches_ends_when_its_parent_is_cut_short() {
    ElementFlow child =
        ElementFlow.named("child")
            .parallel()
            .batches("1")
            .pauseBetweenBatches(Duration.ofMinutes(1))
            .task("C")
            .build();
    ElementFlow flow =
        ElementFlow.named("F")
            .free()
            .maxFailures("0")
            .onTrip(FailurePolicy.OnTrip.CANCEL)
            .when(
                context -> RandomFlows.number(context) == 0,
                yes -> yes.child(child, Given.all()),
                no -> no.task("A").task("A"))
            .build();
    SimulatedRun run =
        ElementSimulation.of(flow)
            .lasts("A", Duration.ofSeconds(5))
            .fails("A", "E1")
            .run(RandomFlows.elements(2));
    assertThat(run.status()).isEqualTo(RunStatus.ABORTED);
    assertThat(run.elements())
        .isEqualTo(Map.of("E0", ElementStatus.ABORTED, "E1", ElementStatus.FAILED));
  }

  @Property(tries = 500)
  void h6_x3_the_order_of_events_breaks_no_rule(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 7) int count) {
    RandomFlows source = new RandomFlows(seed, false);
    SimulatedRun run = source.play(source.flow("F", 3), count, true);
    assertThat(Traces.violations(run.events())).isEmpty();
  }

  @Property(tries = 500)
  void h7_those_that_can_start_together_start_in_the_order_of_their_ranks(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 7) int count,
      @ForAll @IntRange(min = 1, max = 4) int width,
      @ForAll boolean isParallel) {
    ElementFlowBuilder flow = ElementFlow.named("F").maxConcurrent(width + 1);
    flow = isParallel ? flow.parallel(width) : flow.rolling(width);
    ElementSimulation simulation = ElementSimulation.of(flow.task("A").task("B").task("C").build());
    Random random = new Random(seed);
    for (String task : List.of("A", "B", "C")) {
      for (int i = 0; i < count; i++) {
        simulation.lasts(task, "E" + i, Duration.ofSeconds(1 + random.nextInt(3)));
      }
    }
    List<SimulatedRun.Start> starts = simulation.run(RandomFlows.elements(count)).starts();
    for (String task : isParallel ? List.of("A", "B", "C") : List.of("A")) {
      assertThat(starts)
          .filteredOn(start -> start.task().equals(task))
          .extracting(SimulatedRun.Start::element)
          .isSorted()
          .hasSize(count);
    }
  }

  @Property(tries = 500)
  void h5_events_of_a_child_lie_between_its_start_and_its_end(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 7) int count) {
    RandomFlows source = new RandomFlows(seed, false);
    SimulatedRun run = source.play(source.flow("F", 3), count, true);
    Map<String, Boolean> open = new HashMap<>(Map.of("", true));
    for (ElementEvent event : run.events()) {
      if (event.kind() == Kind.CHILD_STARTED) {
        open.put(Objects.requireNonNull(event.detail()), true);
      } else if (event.kind() == Kind.CHILD_ENDED) {
        open.put(Objects.requireNonNull(event.detail()).split(" ", -1)[0], false);
      } else {
        assertThat(open.get(event.run())).as(event.toString()).isTrue();
      }
    }
  }

  @Property(tries = 500)
  void h3_with_elements_first_an_element_does_its_steps_one_after_the_other(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 7) int count) {
    RandomFlows source = new RandomFlows(seed, true);
    ElementFlow flow = source.flow("F", 2);
    SimulatedRun run = source.play(flow, count, false);
    if (flow.pace().order() == Order.ELEMENT_FIRST && flow.pace().width() == 1) {
      assertThat(lanes(run)).isEqualTo(lanes(run).stream().distinct().toList());
    }
  }

  /**
   * The elements of the run itself in the order in which their lanes do something, without repeats.
   */
  private static List<String> lanes(SimulatedRun run) {
    List<String> lanes = new ArrayList<>();
    for (ElementEvent event : run.events()) {
      if (event.run().isEmpty() && event.kind() == Kind.TASK_STARTED) {
        String element = Objects.requireNonNull(event.element());
        if (lanes.isEmpty() || !lanes.getLast().equals(element)) {
          lanes.add(element);
        }
      }
    }
    return lanes;
  }

  @Property(tries = 1000)
  void a_run_without_failures_does_exactly_what_a_simple_model_says(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int count) {
    RandomFlows source = new RandomFlows(seed, true);
    ElementFlow flow = source.flow("F", 3);
    SimulatedRun run = source.play(flow, count, false);
    Map<String, Integer> done = new TreeMap<>();
    run.starts().stream()
        .filter(start -> !start.task().equals("zz"))
        .forEach(start -> done.merge(name(start.task(), start.element()), 1, Integer::sum));
    assertThat(run.status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(done).isEqualTo(new Model(count).starts(flow));
  }

  /** On whom a step is done that is done once depends on who comes first. */
  private static String name(String task, String element) {
    return task.endsWith("o") ? task : task + " " + element;
  }

  /** Counts starts by following each element by itself, without time, order or limits. */
  private static final class Model {
    private final List<ElementContext> elements;
    private final Map<String, Integer> starts = new TreeMap<>();

    Model(int count) {
      elements = RandomFlows.elements(count);
    }

    Map<String, Integer> starts(ElementFlow flow) {
      run(flow, elements);
      return starts;
    }

    private void run(ElementFlow flow, List<ElementContext> on) {
      new Run(flow, on).play();
    }

    /** One run of a flow: rounds are needed only to know who calls a child together. */
    private final class Run {
      private final ElementFlow flow;
      private final List<ElementContext> on;
      private final Set<ElementStep> done = Collections.newSetFromMap(new IdentityHashMap<>());

      Run(ElementFlow flow, List<ElementContext> on) {
        this.flow = flow;
        this.on = on;
      }

      void play() {
        if (flow.pace().order() == Order.ELEMENT_FIRST) {
          for (ElementContext each : on) {
            steps(flow.steps(), List.of(each));
          }
        } else {
          batches().forEach(batch -> steps(flow.steps(), batch));
        }
      }

      private List<List<ElementContext>> batches() {
        List<List<ElementContext>> tiers = new ArrayList<>();
        Object last = null;
        for (ElementContext each : on) {
          Object key = flow.pace().tier() == null ? "" : flow.pace().tier().apply(each);
          if (tiers.isEmpty() || !Objects.equals(key, last)) {
            tiers.add(new ArrayList<>());
          }
          tiers.getLast().add(each);
          last = key;
        }
        List<List<ElementContext>> batches = new ArrayList<>();
        for (List<ElementContext> tier : tiers) {
          int from = 0;
          for (int i = 0; from < tier.size(); i++) {
            int to = Math.min(tier.size(), from + size(i));
            batches.add(tier.subList(from, to));
            from = to;
          }
        }
        return batches;
      }

      private int size(int batch) {
        List<String> sizes = flow.pace().batches();
        if (sizes.isEmpty()) {
          return on.size();
        }
        String size = sizes.get(Math.min(batch, sizes.size() - 1));
        return size.endsWith("%")
            ? Math.max(1, Integer.parseInt(size.replace("%", "")) * on.size() / 100)
            : Integer.parseInt(size);
      }

      private void steps(List<ElementStep> steps, List<ElementContext> cohort) {
        for (ElementStep step : steps) {
          if (!cohort.isEmpty()) {
            step(step, cohort);
          }
        }
      }

      private void step(ElementStep step, List<ElementContext> cohort) {
        switch (step) {
          case ElementStep.Task task -> cohort.forEach(each -> start(task, each));
          case ElementStep.Child child -> child(child, cohort);
          case ElementStep.When when -> {
            steps(when.yes(), cohort.stream().filter(when.condition()).toList());
            steps(when.no(), cohort.stream().filter(when.condition().negate()).toList());
          }
          case ElementStep.Loop loop -> {
            for (int i = 0; i < 3; i++) {
              int round = i;
              steps(
                  loop.body(),
                  cohort.stream().filter(each -> loop.times().applyAsInt(each) > round).toList());
            }
          }
          case ElementStep.Block block -> {
            steps(block.body(), cohort);
            steps(block.always(), cohort);
          }
          case ElementStep.Once once -> {
            if (done.add(once)) {
              step(once.step(), cohort.subList(0, 1));
            }
          }
          case ElementStep.Sleep sleep -> {
            // nothing starts
          }
          case ElementStep.Gate gate -> {
            // it is open
          }
        }
      }

      private void start(ElementStep.Task task, ElementContext element) {
        starts.merge(name(task.task(), element.element().id()), 1, Integer::sum);
      }

      private void child(ElementStep.Child child, List<ElementContext> cohort) {
        if (child.given() == Given.Word.EACH) {
          cohort.forEach(each -> run(child.flow(), List.of(each)));
        } else {
          run(child.flow(), child.given() == Given.Word.ALL ? on : cohort);
        }
      }
    }
  }
}
