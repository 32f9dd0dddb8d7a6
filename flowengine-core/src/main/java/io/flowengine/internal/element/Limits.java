package io.flowengine.internal.element;

import io.flowengine.element.ElementContext;
import io.flowengine.element.ElementFlow;
import io.flowengine.element.ElementStep;
import io.flowengine.element.FlowLimits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What bounds tasks, for all runs below one. Permits are taken in one order: the element, the flows
 * from the outermost in, keys, the step, the engine; then comes the rate of starts.
 */
final class Limits {
  private record Keyed(String limit, Object value) {}

  private record StepOfFlow(ElementFlow flow, String step) {}

  private record RateOf(FlowLimits.Rate rate, @Nullable Object owner, @Nullable Object value) {}

  private final Stage stage;
  private final @Nullable Permits engine;
  private final Map<String, Permits> elements = new HashMap<>();
  private final IdentityHashMap<ElementRun, Permits> flows = new IdentityHashMap<>();
  private final Map<Keyed, Permits> keys = new HashMap<>();
  private final Map<StepOfFlow, Permits> steps = new HashMap<>();
  private final Map<RateOf, StartRate> rates = new HashMap<>();
  private final BatchLocks batches;

  /** Bounds nothing but what flows and steps say. */
  Limits(Stage stage) {
    this(stage, Integer.MAX_VALUE);
  }

  Limits(Stage stage, int permits) {
    this.stage = stage;
    this.batches = new BatchLocks(stage);
    this.engine = permits == Integer.MAX_VALUE ? null : new Permits(stage, permits);
  }

  /** The elements that batches keep from other runs. */
  BatchLocks batches() {
    return batches;
  }

  /** Keeps an element to one task at a time. */
  Permits element(String id) {
    return elements.computeIfAbsent(id, key -> new Permits(stage, 1));
  }

  /** What a task needs besides its element. */
  List<Permits> task(ElementRun run, ElementStep.Task step, ElementContext context) {
    if (engine == null
        && run.isUnlimited()
        && step.policy().throttle().most() == Integer.MAX_VALUE) {
      return List.of();
    }
    List<Permits> all = new ArrayList<>();
    List<ElementRun> outermostFirst = run.path();
    for (ElementRun each : outermostFirst) {
      int most = each.flow().limits().maxConcurrent();
      if (most != ElementFlow.UNBOUNDED) {
        all.add(flows.computeIfAbsent(each, key -> new Permits(stage, most)));
      }
    }
    for (ElementRun each : outermostFirst) {
      for (FlowLimits.Keyed limit : each.flow().limits().keyed()) {
        addKeyed(all, limit, context);
      }
    }
    int throttle = step.policy().throttle().most();
    if (throttle != Integer.MAX_VALUE) {
      all.add(
          steps.computeIfAbsent(
              new StepOfFlow(run.flow(), step.id()), key -> new Permits(stage, throttle)));
    }
    if (engine != null) {
      all.add(engine);
    }
    return all;
  }

  private void addKeyed(List<Permits> all, FlowLimits.Keyed limit, ElementContext context) {
    Object value = limit.scope() == FlowLimits.Scope.RUN ? limit.key().apply(context) : null;
    if (value != null) {
      Permits permits =
          keys.computeIfAbsent(
              new Keyed(limit.name(), value), key -> new Permits(stage, limit.most()));
      if (!all.contains(permits)) {
        all.add(permits);
      }
    }
  }

  /** What bounds the starts of a task in time. */
  Rates rates(ElementRun run, ElementStep.Task step, ElementContext context) {
    FlowLimits.Rate ofStep = step.policy().throttle().rate();
    if (ofStep == null && run.isUnlimited()) {
      return Rates.NONE;
    }
    List<StartRate> all = new ArrayList<>();
    for (ElementRun each : run.path()) {
      for (FlowLimits.Rate rate : each.flow().limits().rates()) {
        Object value = rate.key() == null ? null : rate.key().apply(context);
        all.add(rate(new RateOf(rate, each.flow(), Objects.requireNonNullElse(value, ""))));
      }
    }
    if (ofStep != null) {
      all.add(rate(new RateOf(ofStep, new StepOfFlow(run.flow(), step.id()), "")));
    }
    return new Rates(all);
  }

  private StartRate rate(RateOf of) {
    return rates.computeIfAbsent(of, key -> new StartRate(stage, key.rate));
  }

  /** Rates that a start has to wait for, one after the other. */
  record Rates(List<StartRate> all) {
    private static final Rates NONE = new Rates(List.of());

    /** Calls as soon as another task may start. */
    void pass(Runnable then) {
      pass(0, then);
    }

    private void pass(int next, Runnable then) {
      if (next < all.size()) {
        all.get(next).pass(() -> pass(next + 1, then));
      } else {
        then.run();
      }
    }
  }
}
