package io.flowengine.internal.element;

import io.flowengine.element.ElementContext;
import io.flowengine.element.ElementFlow;
import io.flowengine.element.ElementStatus;
import io.flowengine.element.ElementStep;
import io.flowengine.element.StepResult;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An element in one run. */
final class Member {
  final ElementContext context;
  final Course course;
  final int rank;
  private final Map<String, List<StepResult>> results =
      Collections.synchronizedMap(new LinkedHashMap<>(4));
  boolean started;
  boolean counted;
  @Nullable ElementStatus status;

  Member(ElementContext context, ElementFlow flow, int rank) {
    this.context = context;
    this.course = new Cursor(context, flow.steps());
    this.rank = rank;
  }

  String id() {
    return context.element().id();
  }

  /** A task has ended on it; without a result it was not started. */
  void ended(ElementStep.Task step, @Nullable StepResult result) {
    if (result != null) {
      List<StepResult> all = new ArrayList<>(results.getOrDefault(step.id(), List.of()));
      all.add(result);
      results.put(step.id(), List.copyOf(all));
    }
  }

  /**
   * What its tasks have come to, by the ids of their steps, in the order in which they ended.
   * Threads of tasks may read it.
   */
  Map<String, List<StepResult>> results() {
    return results;
  }

  boolean isFinal() {
    return status != null;
  }

  /** It goes no further. */
  void end(ElementStatus how) {
    if (status == null) {
      status = how;
      course.stop();
    }
  }

  /** The run was cut short. What had failed before has failed. */
  void cut() {
    if (counted) {
      end(ElementStatus.FAILED);
    } else {
      end(started ? ElementStatus.ABORTED : ElementStatus.NOT_STARTED);
    }
  }
}
