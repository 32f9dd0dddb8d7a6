package io.flowengine.testkit.element;

import io.flowengine.ElementSimulation;
import io.flowengine.element.Element;
import io.flowengine.element.ElementContext;
import io.flowengine.element.ElementFlow;
import io.flowengine.element.ElementFlowBuilder;
import io.flowengine.element.ElementSteps;
import io.flowengine.element.FailurePolicy.OnTrip;
import io.flowengine.element.Given;
import io.flowengine.element.InMemoryInventory;
import io.flowengine.element.Selection;
import io.flowengine.element.SimulatedRun;
import io.flowengine.element.TaskPolicy;
import io.flowengine.element.TaskPolicy.OnFailure;
import io.flowengine.element.Threshold;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/** Draws flows over elements that have a {@code number} and a {@code site}. */
final class RandomFlows {
  private final Random random;
  private final boolean isCalm;

  /**
   * Makes a source of flows.
   *
   * @param seed where numbers come from
   * @param isCalm true to leave out all that can keep a step from being done
   */
  RandomFlows(long seed, boolean isCalm) {
    this.random = new Random(seed);
    this.isCalm = isCalm;
  }

  /** The elements E0, E1 ..., at three sites in turn. */
  static List<ElementContext> elements(int count) {
    InMemoryInventory inventory = new InMemoryInventory();
    for (int number = 0; number < count; number++) {
      inventory.put(
          Element.of("E" + number, "p")
              .withSetting("number", number)
              .withSetting("site", number % 3));
    }
    return Selection.all().from(inventory, Map.of());
  }

  /** Simulates a flow whose tasks last for any time, with any number of permits. */
  SimulatedRun play(ElementFlow flow, int count, boolean fails) {
    ElementSimulation simulation =
        ElementSimulation.of(flow).refuses("closed").permits(1 + random.nextInt(6));
    flow.tasks().stream()
        .sorted()
        .forEach(
            task -> {
              simulation.lasts(task, Duration.ofSeconds(random.nextInt(4)));
              if (fails && random.nextInt(4) == 0) {
                simulation.fails(task, "E" + random.nextInt(Math.max(1, count)));
              }
            });
    return simulation.run(elements(count));
  }

  private boolean one(int of) {
    return random.nextInt(of) == 0;
  }

  private <T> T any(T[] values) {
    return values[random.nextInt(values.length)];
  }

  /** Any flow; tasks are named for the place they stand at. */
  ElementFlow flow(String name, int depth) {
    ElementFlowBuilder flow = ElementFlow.named(name);
    int width = one(2) ? ElementFlow.UNBOUNDED : 1 + random.nextInt(4);
    if (one(2)) {
      flow.parallel(width);
    } else {
      flow.rolling(width);
    }
    if (one(3)) {
      flow.batches("1", one(2) ? "3" : "40%");
    }
    if (one(4)) {
      flow.tierBy(context -> context.get("site"));
    }
    if (one(3)) {
      flow.maxConcurrent(1 + random.nextInt(3));
    }
    if (one(4)) {
      flow.maxConcurrentBy(context -> context.get("site"), 1);
    }
    if (one(6)) {
      flow.rate(1 + random.nextInt(3), Duration.ofSeconds(2));
    }
    if (one(4)) {
      flow.lockBatches();
    }
    if (!isCalm) {
      troubles(flow);
    }
    steps(flow, name, depth);
    return flow.build();
  }

  private void troubles(ElementFlowBuilder flow) {
    if (one(3)) {
      flow.maxFailures(any(Threshold.Scope.values()), String.valueOf(random.nextInt(3)));
    }
    if (one(6)) {
      flow.maxFailuresOfStarted(30, 2);
    }
    flow.onTrip(any(OnTrip.values())).onChildAbort(any(OnFailure.values()));
    if (one(5)) {
      flow.secondPass(1);
    }
    if (one(6)) {
      flow.timeout(Duration.ofSeconds(3 + random.nextInt(20)));
    }
    if (one(6)) {
      flow.batchTimeout(Duration.ofSeconds(3 + random.nextInt(10)));
    }
    if (one(6)) {
      flow.elementTimeout(Duration.ofSeconds(2 + random.nextInt(10)));
    }
    if (one(6)) {
      flow.gateBetweenBatches(one(2) ? "open" : "closed");
    }
  }

  private void steps(ElementSteps<?> steps, String name, int depth) {
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      String place = name + "." + i;
      switch (depth == 0 ? 0 : random.nextInt(9)) {
        case 1 -> steps.child(flow(place, depth - 1), given());
        case 2 ->
            steps.when(
                context -> number(context) % 2 == 0,
                yes -> steps(yes, place + "y", depth - 1),
                no -> steps(no, place + "n", depth - 1));
        case 3 ->
            steps.loop(context -> number(context) % 3, body -> steps(body, place + "l", depth - 1));
        case 4 ->
            steps.block(
                block -> {
                  steps(block, place + "b", depth - 1);
                  block.rescue(part -> part.task(place + "r"));
                  block.always(part -> part.task(place + "a"));
                });
        case 5 -> steps.once(place + "o");
        case 6 -> steps.sleep(Duration.ofSeconds(1 + random.nextInt(3)));
        case 7 -> steps.task(place, this::policy);
        case 8 -> steps.gate(isCalm || one(2) ? "open" : "closed");
        default -> steps.task(place);
      }
    }
  }

  private TaskPolicy policy(TaskPolicy policy) {
    TaskPolicy chosen = policy.throttle(1 + random.nextInt(3));
    if (!isCalm) {
      chosen =
          chosen.retry(random.nextInt(3), Duration.ofSeconds(1)).onFailure(any(OnFailure.values()));
      if (one(3)) {
        chosen = chosen.deadline(Duration.ofSeconds(1 + random.nextInt(5)));
      }
      if (one(3)) {
        chosen = chosen.timeout(Duration.ofSeconds(1 + random.nextInt(3)));
      }
    }
    return chosen;
  }

  private Given given() {
    return switch (random.nextInt(5)) {
      case 0 -> Given.each();
      case 1 -> Given.all();
      case 2 -> isCalm ? Given.cohort() : Given.matching("num(number) > 1");
      default -> Given.cohort();
    };
  }

  static int number(ElementContext context) {
    return ((Number) Objects.requireNonNull(context.get("number"))).intValue();
  }
}
