package io.flowengine.element;

import static java.util.stream.Collectors.joining;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a flow would do, task by task, if its tasks lasted as long and failed as they were said to.
 *
 * @param status how the run ends
 * @param elements what becomes of each element, by id, in the order of the run
 * @param starts each start of a task and each sleep, in order
 * @param events all that happens, in order
 * @param end when the run ends, from its beginning
 * @param peak how many tasks run at once at the most
 */
public record SimulatedRun(
    RunStatus status,
    Map<String, ElementStatus> elements,
    List<Start> starts,
    List<ElementEvent> events,
    Duration end,
    int peak) {
  /**
   * The start of a task.
   *
   * @param at when, from the beginning of the run
   * @param task its name
   * @param element the id of the element
   * @param fails whether it fails
   * @param batch the batch of the run itself, from 0
   */
  public record Start(Duration at, String task, String element, boolean fails, int batch) {}

  /** Copies. */
  public SimulatedRun {
    elements = Collections.unmodifiableMap(new LinkedHashMap<>(elements));
    starts = List.copyOf(starts);
    events = List.copyOf(events);
  }

  /**
   * Shows the starts: {@code [A1 A2]} for what starts at the same moment, {@code ;} before a later
   * one, {@code //} before another batch, {@code !} after what fails. {@code E1} is called {@code
   * 1}.
   *
   * @return one line; {@code (nothing)} if nothing starts
   */
  public String trace() {
    StringBuilder text = new StringBuilder();
    List<Start> moment = new ArrayList<>();
    for (Start start : starts) {
      if (!moment.isEmpty() && !start.at.equals(moment.getFirst().at)) {
        text.append(shown(moment)).append(start.batch == moment.getFirst().batch ? " ; " : " // ");
        moment.clear();
      }
      moment.add(start);
    }
    return moment.isEmpty() ? "(nothing)" : text.append(shown(moment)).toString();
  }

  private static String shown(List<Start> moment) {
    String all =
        moment.stream()
            .map(
                start ->
                    start.task
                        + start.element.replaceFirst("^E(?=\\d)", "")
                        + (start.fails ? "!" : ""))
            .collect(joining(" "));
    return moment.size() == 1 ? all : "[" + all + "]";
  }
}
