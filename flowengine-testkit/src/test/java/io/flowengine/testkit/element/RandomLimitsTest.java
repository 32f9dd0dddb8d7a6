package io.flowengine.testkit.element;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.ElementSimulation;
import io.flowengine.element.ElementEvent;
import io.flowengine.element.ElementEvent.Kind;
import io.flowengine.element.ElementFlow;
import io.flowengine.element.ElementStep;
import io.flowengine.element.FlowLimits;
import io.flowengine.element.SimulatedRun;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.BiConsumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What bounds tasks holds at each moment of random flows. */
class RandomLimitsTest {
  /** A task that runs. */
  private record Running(String run, String element, String step) {}

  /** Goes through the events of a run and shows, at each start, what runs. */
  private static void atEachStart(SimulatedRun run, BiConsumer<ElementEvent, Set<Running>> look) {
    Set<Running> running = new LinkedHashSet<>();
    for (ElementEvent event : run.events()) {
      Running task =
          new Running(event.run(), String.valueOf(event.element()), String.valueOf(event.step()));
      switch (event.kind()) {
        case TASK_STARTED -> {
          running.add(task);
          look.accept(event, running);
        }
        case TASK_RETRY, TASK_ENDED -> running.remove(task);
        case CHILD_ENDED -> {
          String path = Objects.requireNonNull(event.detail()).split(" ", -1)[0];
          running.removeIf(each -> (each.run() + "/").startsWith(path + "/"));
        }
        default -> {
          // starts and ends nothing
        }
      }
    }
  }

  private static int number(String element) {
    return Integer.parseInt(element.substring(1));
  }

  @Property(tries = 300)
  void l2_a_flow_bounds_the_tasks_of_all_its_children(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 7) int count) {
    RandomFlows source = new RandomFlows(seed, false);
    ElementFlow flow = source.flow("F", 3);
    SimulatedRun run = source.play(flow, count, true);
    assertThat(run.peak()).isLessThanOrEqualTo(flow.limits().maxConcurrent());
  }

  @Property(tries = 300)
  void l3_a_step_is_bounded_over_all_its_callers(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 7) int count) {
    RandomFlows source = new RandomFlows(seed, false);
    ElementFlow flow = source.flow("F", 3);
    Map<String, Integer> most = new HashMap<>();
    throttles(flow, most);
    atEachStart(
        source.play(flow, count, true),
        (start, running) ->
            assertThat(running.stream().filter(each -> each.step().equals(start.step())).count())
                .as(start.toString())
                .isLessThanOrEqualTo(most.get(start.step())));
  }

  /** Each place of a random flow has a task of its own. */
  private static void throttles(ElementFlow flow, Map<String, Integer> most) {
    flow.allSteps()
        .forEach(
            step -> {
              if (step instanceof ElementStep.Task task) {
                most.put(task.id(), task.policy().throttle().most());
              } else if (step instanceof ElementStep.Child child) {
                throttles(child.flow(), most);
              }
            });
  }

  @Property(tries = 300)
  void l4_a_limit_by_value_holds_in_the_whole_subtree(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 7) int count) {
    RandomFlows source = new RandomFlows(seed, false);
    ElementFlow flow = source.flow("F", 3);
    if (flow.limits().keyed().isEmpty()) {
      return;
    }
    atEachStart(
        source.play(flow, count, true),
        (start, running) ->
            assertThat(running.stream().map(each -> number(each.element()) % 3))
                .as(start.toString())
                .doesNotHaveDuplicates());
  }

  @Property(tries = 300)
  void l5_not_more_start_in_any_span_of_time_than_may(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 7) int count) {
    RandomFlows source = new RandomFlows(seed, false);
    ElementFlow flow = source.flow("F", 3);
    List<Instant> starts = new ArrayList<>();
    atEachStart(source.play(flow, count, true), (start, running) -> starts.add(start.at()));
    for (FlowLimits.Rate rate : flow.limits().rates()) {
      for (int i = rate.most(); i < starts.size(); i++) {
        assertThat(Duration.between(starts.get(i - rate.most()), starts.get(i)))
            .isGreaterThanOrEqualTo(rate.interval());
      }
    }
  }

  @Property(tries = 300)
  void l6_those_who_wait_come_in_the_order_of_their_requests(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 9) int count,
      @ForAll @IntRange(min = 1, max = 4) int permits) {
    Random random = new Random(seed);
    ElementFlow flow =
        ElementFlow.named("F").free().task("A").task("B", policy -> policy.throttle(1)).build();
    ElementSimulation simulation = ElementSimulation.of(flow).permits(permits);
    for (int number = 0; number < count; number++) {
      simulation.lasts("A", "E" + number, Duration.ofSeconds(random.nextInt(5)));
      simulation.lasts("B", "E" + number, Duration.ofSeconds(random.nextInt(5)));
    }
    SimulatedRun run = simulation.run(RandomFlows.elements(count));
    List<String> started = new ArrayList<>();
    List<ElementEvent> requests = new ArrayList<>();
    for (ElementEvent event : run.events()) {
      if (event.kind() == Kind.TASK_STARTED && "A".equals(event.step())) {
        assertThat(number(String.valueOf(event.element()))).isEqualTo(started.size());
        started.add(String.valueOf(event.element()));
      } else if (event.kind() == Kind.TASK_ENDED && "A".equals(event.step())) {
        requests.add(event); // whoever has ended A asks for B
      }
    }
    requests.sort(
        Comparator.comparing(ElementEvent::at)
            .thenComparingInt(event -> number(String.valueOf(event.element()))));
    assertThat(
            run.events().stream()
                .filter(event -> event.kind() == Kind.TASK_STARTED && "B".equals(event.step()))
                .map(ElementEvent::element))
        .containsExactlyElementsOf(requests.stream().map(ElementEvent::element).toList());
  }
}
