package io.flowengine.internal.element;

import io.flowengine.element.ElementContext;
import io.flowengine.element.ElementFlow;
import io.flowengine.element.ElementFlow.KeyedLimit;
import io.flowengine.element.ElementStep;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * What bounds tasks, for all runs below one. Permits are taken in one order: the element, the flows
 * from the outermost in, keys, the step, the engine.
 */
final class Limits {
  private record Keyed(ElementFlow flow, KeyedLimit limit, Object value) {}

  private final Stage stage;
  private final Permits engine;
  private final Map<String, Permits> elements = new HashMap<>();
  private final Map<ElementRun, Permits> flows = new HashMap<>();
  private final Map<Keyed, Permits> keys = new HashMap<>();
  private final IdentityHashMap<ElementStep.Task, Permits> steps = new IdentityHashMap<>();

  /** Bounds nothing but what flows and steps say. */
  Limits(Stage stage) {
    this(stage, Integer.MAX_VALUE);
  }

  Limits(Stage stage, int permits) {
    this.stage = stage;
    this.engine = new Permits(stage, permits);
  }

  /** Keeps an element to one task at a time. */
  List<Permits> element(ElementContext context) {
    return List.of(elements.computeIfAbsent(context.element().id(), id -> new Permits(stage, 1)));
  }

  /** What a task needs besides its element. */
  List<Permits> task(ElementRun run, ElementStep.Task step, ElementContext context) {
    List<Permits> all = new ArrayList<>();
    List<ElementRun> outermostFirst = run.path();
    for (ElementRun each : outermostFirst) {
      ElementFlow flow = each.flow();
      if (flow.maxConcurrent() != ElementFlow.UNBOUNDED) {
        all.add(flows.computeIfAbsent(each, key -> new Permits(stage, flow.maxConcurrent())));
      }
    }
    for (ElementRun each : outermostFirst) {
      for (KeyedLimit limit : each.flow().keyedLimits()) {
        Object value = limit.key().apply(context);
        if (value != null) {
          all.add(
              keys.computeIfAbsent(
                  new Keyed(each.flow(), limit, value), key -> new Permits(stage, limit.most())));
        }
      }
    }
    int throttle = step.policy().throttle();
    if (throttle != Integer.MAX_VALUE) {
      all.add(steps.computeIfAbsent(step, key -> new Permits(stage, throttle)));
    }
    all.add(engine);
    return all;
  }
}
