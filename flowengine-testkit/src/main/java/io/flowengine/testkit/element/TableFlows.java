package io.flowengine.testkit.element;

import static java.util.Objects.requireNonNull;

import io.flowengine.element.ElementContext;
import io.flowengine.element.ElementFlow;
import io.flowengine.element.ElementFlowBuilder;
import io.flowengine.element.ElementOrder;
import io.flowengine.element.ElementSteps;
import io.flowengine.element.FailurePolicy;
import io.flowengine.element.Given;
import io.flowengine.element.Selection;
import io.flowengine.element.TaskPolicy;
import io.flowengine.element.Threshold;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds flows from the words of the table. */
final class TableFlows {
  private final Map<String, ElementFlow> children;

  TableFlows(Map<String, ElementFlow> children) {
    this.children = children;
  }

  ElementFlow flow(FlowWords words) {
    ElementFlowBuilder flow = ElementFlow.named(words.name());
    options(flow, words);
    process(flow, words);
    steps(flow, words.steps());
    return flow.build();
  }

  /** Says all of a flow but its steps. */
  static void options(ElementFlowBuilder flow, FlowWords words) {
    runs(flow, words.isParallel(), ElementFlow.UNBOUNDED);
    words
        .options()
        .forEach(
            (option, value) -> {
              switch (option) {
                case "width" -> runs(flow, words.isParallel(), Integer.parseInt(value));
                case "maxConcurrent" -> flow.maxConcurrent(Integer.parseInt(value));
                case "bySite" ->
                    flow.maxConcurrentBy(context -> context.get("site"), Integer.parseInt(value));
                case "batches" -> flow.batches(value.split(",", -1));
                case "tiers" -> flow.tierBy(context -> tier(value, number(context)));
                case "maxFailures" -> {
                  String[] limit = value.split("/", -1);
                  flow.maxFailures(
                      Threshold.Scope.valueOf(limit.length == 1 ? "FLOW" : limit[1]), limit[0]);
                }
                case "onTrip" -> flow.onTrip(FailurePolicy.OnTrip.valueOf(value));
                case "onFailure" -> flow.onFailure(TaskPolicy.OnFailure.valueOf(value));
                case "groups" -> flow.select(Selection.all().anyGroup(value.split(",", -1)));
                case "filter" -> flow.select(Selection.all().filter(value.replace('_', ' ')));
                case "order", "keep" -> {
                  // what processing does, which may be a script
                }
                default -> throw new IllegalArgumentException(option);
              }
            });
  }

  /** Orders and narrows elements in Java. */
  static void process(ElementFlowBuilder flow, FlowWords words) {
    String order = words.options().get("order");
    if (order != null) {
      List<String> how = List.of(order.split(",", -1));
      ElementOrder byKey =
          ElementOrder.by(
              how.contains("mixed")
                  ? context -> number(context) == 1 ? (Object) 1 : "a"
                  : TableFlows::leader);
      byKey = how.contains("reverse") ? byKey.reversed() : byKey;
      flow.process(how.contains("LAST") ? byKey.missing(ElementOrder.Missing.LAST) : byKey);
    }
    String kept = words.options().get("keep");
    if (kept != null) {
      flow.process(
          all ->
              all.stream()
                  .filter(
                      each ->
                          switch (kept) {
                            case "replicas" -> !"master".equals(each.get("patroni_leader"));
                            case "none" -> false;
                            default -> true;
                          })
                  .toList());
    }
  }

  private static @Nullable Object leader(ElementContext context) {
    Object leader = context.get("patroni_leader");
    return leader == null ? null : leader.equals("master");
  }

  private static void runs(ElementFlowBuilder flow, boolean parallel, int width) {
    boolean all = width == ElementFlow.UNBOUNDED;
    if (parallel) {
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

  private void steps(ElementSteps<?> steps, List<StepWord> words) {
    words.forEach(word -> step(steps, word));
  }

  private void step(ElementSteps<?> steps, StepWord word) {
    switch (word.name().replaceAll("\\d+$", "")) {
      case "odd" ->
          steps.when(
              context -> number(context) % 2 == 1,
              yes -> steps(yes, word.part(0)),
              no -> steps(no, word.part(1)));
      case "if" -> {
        int wanted = word.number("if");
        steps.when(
            context -> number(context) == wanted,
            yes -> steps(yes, word.part(0)),
            no -> steps(no, word.part(1)));
      }
      case "loop" -> {
        int times = word.number("loop");
        steps.loop(
            context -> times == 0 ? number(context) : times, body -> steps(body, word.part(0)));
      }
      case "try" ->
          steps.block(
              block -> {
                steps(block, word.part(0));
                block.rescue(rescue -> steps(rescue, word.part(1)));
                block.always(always -> steps(always, word.part(2)));
              });
      case "once" -> steps.once(word.inside());
      case "sleep" -> steps.sleep(Duration.ofSeconds(Long.parseLong(word.inside())));
      default -> {
        ElementFlow child = children.get(word.name());
        if (child == null) {
          steps.task(word.name(), policy -> policy(policy, word.policy()));
        } else {
          steps.child(child, given(word.given()));
        }
      }
    }
  }

  private static Given given(String words) {
    if (words.isEmpty()) {
      return Given.cohort();
    }
    if (words.contains("=")) {
      return Given.matching(words);
    }
    return words.startsWith("E")
        ? Given.listed(words.split(",", -1))
        : Given.Word.valueOf(words.toUpperCase(Locale.ROOT));
  }

  private static TaskPolicy policy(TaskPolicy policy, Map<String, Integer> numbers) {
    TaskPolicy changed = policy;
    Integer retries = numbers.get("retry");
    if (retries != null) {
      changed = changed.retry(retries, Duration.ofSeconds(numbers.getOrDefault("backoff", 0)));
    }
    Integer throttle = numbers.get("throttle");
    return throttle == null ? changed : changed.throttle(throttle);
  }
}
