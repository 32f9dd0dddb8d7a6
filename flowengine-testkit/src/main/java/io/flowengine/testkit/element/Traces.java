package io.flowengine.testkit.element;

import io.flowengine.element.ElementEvent;
import io.flowengine.element.ElementEvent.Kind;
import io.flowengine.element.RunResult;
import io.flowengine.element.SimulatedRun;
import io.flowengine.element.TaskOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Reads the events of a run as a simulation tells what it did, so that both can be compared. */
public final class Traces {
  private Traces() {}

  /**
   * Reads a run that has ended.
   *
   * @param result what came of it
   * @param events all its events
   * @return its starts, and how many tasks ran at once at the most
   */
  public static SimulatedRun of(RunResult result, List<ElementEvent> events) {
    Instant begin = events.getFirst().at();
    List<SimulatedRun.Start> starts = new ArrayList<>();
    int batch = 0;
    int running = 0;
    int peak = 0;
    for (int i = 0; i < events.size(); i++) {
      ElementEvent event = events.get(i);
      Duration at = Duration.between(begin, event.at());
      switch (event.kind()) {
        case BATCH_STARTED -> {
          if (event.run().isEmpty()) {
            batch = Integer.parseInt(Objects.requireNonNull(event.detail()));
          }
        }
        case TASK_STARTED -> {
          peak = Math.max(peak, ++running);
          String step = Objects.requireNonNull(event.step()).replaceFirst("#\\d+$", "");
          String element = Objects.requireNonNull(event.element());
          starts.add(
              new SimulatedRun.Start(
                  at, step, element, fails(events.subList(i, events.size())), batch));
        }
        case TASK_ENDED, TASK_RETRY -> running--;
        case STEP_STARTED -> {
          if (Objects.equals(event.step(), "sleep")) {
            starts.add(new SimulatedRun.Start(at, "zz", "(" + event.detail() + ")", false, batch));
          }
        }
        default -> {
          // starts nothing
        }
      }
    }
    Duration end = Duration.between(begin, events.getLast().at());
    return new SimulatedRun(
        Objects.requireNonNull(result.status()), result.elements(), starts, events, end, peak);
  }

  /** Looks for the end of the attempt that the first event begins. */
  private static boolean fails(List<ElementEvent> from) {
    ElementEvent start = from.getFirst();
    for (ElementEvent event : from.subList(1, from.size())) {
      boolean same =
          Objects.equals(event.element(), start.element())
              && Objects.equals(event.step(), start.step())
              && event.run().equals(start.run());
      if (same && event.kind() == Kind.TASK_RETRY) {
        return true;
      }
      if (same && event.kind() == Kind.TASK_ENDED) {
        String outcome = Objects.requireNonNull(event.detail()).split(":", 2)[0];
        return TaskOutcome.valueOf(outcome).isBad();
      }
    }
    return false;
  }

  /**
   * Tells what is wrong with the order of events, whatever the flow.
   *
   * @param events all events of a run that has ended
   * @return one line for each violation; empty if there is none
   */
  public static List<String> violations(List<ElementEvent> events) {
    List<String> wrong = new ArrayList<>();
    Map<String, ElementEvent> busy = new HashMap<>();
    boolean isOrdered = events.stream().noneMatch(event -> event.kind() == Kind.ORDERED);
    for (int i = 0; i < events.size(); i++) {
      ElementEvent event = events.get(i);
      if (event.sequence() != i + 1L) {
        wrong.add("event " + (i + 1) + " has the number " + event.sequence());
      }
      if (i > 0 && event.at().isBefore(events.get(i - 1).at())) {
        wrong.add("H7: time runs backwards at " + event);
      }
      String element = String.valueOf(event.element());
      switch (event.kind()) {
        case ORDERED -> isOrdered = true;
        case BATCH_STARTED -> {
          for (ElementEvent open : busy.values()) {
            if (open.run().equals(event.run()) || open.run().startsWith(below(event.run()))) {
              wrong.add("H4: " + event + " while " + open + " goes on");
            }
          }
        }
        case TASK_STARTED -> {
          if (!isOrdered) {
            wrong.add("H1: " + event + " comes before the elements are ordered");
          }
          ElementEvent before = busy.putIfAbsent(element, event);
          if (before != null) {
            wrong.add("H6: " + event + " begins while " + before + " goes on");
          }
        }
        case TASK_ENDED, TASK_RETRY -> busy.remove(element);
        case RUN_ENDED -> {
          if (i != events.size() - 1) {
            wrong.add("X3: " + events.get(i + 1) + " comes after the end of the run");
          }
        }
        default -> {
          // nothing to check
        }
      }
    }
    return wrong;
  }

  private static String below(String run) {
    return run.isEmpty() ? "" : run + "/";
  }
}
