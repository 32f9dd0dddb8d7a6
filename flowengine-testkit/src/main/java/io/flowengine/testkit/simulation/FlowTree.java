package io.flowengine.testkit.simulation;

import static io.flowengine.execution.ExecutionStatus.ENDED_CANCELLED;
import static io.flowengine.execution.ExecutionStatus.ENDED_ERROR;
import static io.flowengine.execution.ExecutionStatus.ENDED_SUCCESS;

import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.ReturnWhen;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * A flow drawn at random, as data: what it does in which order, and which flows it starts. It is
 * its own reference model: {@link #expected} says, without any engine, how an execution of it must
 * end.
 */
record FlowTree(String name, List<Act> acts) {

  /** One thing that a flow does. */
  sealed interface Act {}

  record Step(int number) implements Act {}

  record Sleep(int seconds) implements Act {}

  record Output(String key, int value) implements Act {}

  record Log(String text) implements Act {}

  record Ask(String subject) implements Act {}

  record Fail(String message) implements Act {}

  /** Starts children and waits for them, with or without catching a failure. */
  record Group(List<FlowTree> children, ReturnWhen returnWhen, boolean catches) implements Act {
    boolean raises() {
      long failed =
          children.stream().filter(child -> child.expected().status() != ENDED_SUCCESS).count();
      return switch (returnWhen) {
        case ALL_SUCCEEDED -> failed > 0;
        case FIRST_SUCCEEDED -> failed == children.size();
        case ALL_ENDED, FIRST_ENDED -> false;
      };
    }
  }

  /** Starts a child that would never end, cancels it after a while, and waits for its end. */
  record Cancelled(FlowTree endless, int seconds) implements Act {}

  /** Sleeps practically for ever. */
  record Endless() implements Act {}

  /** Runs a child with a timeout that it cannot keep. */
  record TimedOut(FlowTree endless, int seconds) implements Act {}

  /** How an execution must end. */
  record Expected(ExecutionStatus status, Map<String, Integer> outputs) {}

  static FlowTree draw(RandomGenerator random) {
    return draw(random, new int[1], 0);
  }

  private static FlowTree draw(RandomGenerator random, int[] counter, int depth) {
    String name = "flow-" + counter[0]++;
    List<Act> acts = new ArrayList<>();
    int count = 1 + random.nextInt(5);
    for (int i = 0; i < count; i++) {
      acts.add(act(random, counter, depth, i));
    }
    return new FlowTree(name, acts);
  }

  private static Act act(RandomGenerator random, int[] counter, int depth, int index) {
    int kind = random.nextInt(depth < 3 && counter[0] < 25 ? 14 : 8);
    return switch (kind) {
      case 0, 1 -> new Step(index);
      case 2 -> new Sleep(1 + random.nextInt(40));
      case 3, 4 -> new Output("key" + random.nextInt(3), random.nextInt(100));
      case 5 -> new Log("line " + index);
      case 6 -> random.nextInt(3) == 0 ? new Fail("failure " + index) : new Step(index);
      case 7 -> new Ask("question " + index);
      case 8 ->
          new Cancelled(endless(counter, random), random.nextBoolean() ? 0 : random.nextInt(20));
      case 9 -> new TimedOut(endless(counter, random), 1 + random.nextInt(20));
      default -> group(random, counter, depth);
    };
  }

  private static Group group(RandomGenerator random, int[] counter, int depth) {
    List<FlowTree> children = new ArrayList<>();
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      children.add(draw(random, counter, depth + 1));
    }
    ReturnWhen[] modes = ReturnWhen.values();
    return new Group(children, modes[random.nextInt(modes.length)], random.nextBoolean());
  }

  private static FlowTree endless(int[] counter, RandomGenerator random) {
    String name = "endless-" + counter[0]++;
    List<Act> acts = new ArrayList<>();
    if (random.nextBoolean()) {
      acts.add(new Step(0));
    }
    if (random.nextInt(3) == 0 && counter[0] < 25) {
      acts.add(new Group(List.of(endless(counter, random)), ReturnWhen.ALL_ENDED, false));
    }
    acts.add(new Endless());
    return new FlowTree(name, acts);
  }

  boolean isEndless() {
    return acts.getLast() instanceof Endless;
  }

  /** All flows of the tree by name. */
  Map<String, FlowTree> all() {
    Map<String, FlowTree> all = new LinkedHashMap<>();
    all.put(name, this);
    for (Act act : acts) {
      switch (act) {
        case Group group -> group.children.forEach(child -> all.putAll(child.all()));
        case Cancelled cancelled -> all.putAll(cancelled.endless.all());
        case TimedOut timedOut -> all.putAll(timedOut.endless.all());
        default -> {}
      }
    }
    return all;
  }

  /** How an execution of this flow must end if nobody cancels it from outside. */
  Expected expected() {
    if (isEndless()) {
      return new Expected(ENDED_CANCELLED, Map.of());
    }
    Map<String, Integer> outputs = new LinkedHashMap<>();
    for (Act act : acts) {
      switch (act) {
        case Output output -> outputs.put(output.key, output.value);
        case Fail fail -> {
          return new Expected(ENDED_ERROR, outputs);
        }
        case Group group -> {
          if (group.raises() && !group.catches) {
            return new Expected(ENDED_ERROR, outputs);
          }
        }
        default -> {}
      }
    }
    return new Expected(ENDED_SUCCESS, outputs);
  }

  /**
   * The flows of which executions exist if an execution of this flow has run to its end, each once.
   */
  List<String> started() {
    List<String> started = new ArrayList<>(List.of(name));
    for (Act act : acts) {
      switch (act) {
        case Fail fail -> {
          return started;
        }
        case Group group -> {
          group.children.forEach(child -> started.addAll(child.started()));
          if (group.raises() && !group.catches) {
            return started;
          }
        }
        case Cancelled cancelled -> started.add(cancelled.endless.name);
        case TimedOut timedOut -> started.add(timedOut.endless.name);
        default -> {}
      }
    }
    return started;
  }
}
