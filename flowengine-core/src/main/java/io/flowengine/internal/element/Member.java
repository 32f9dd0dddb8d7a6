package io.flowengine.internal.element;

import io.flowengine.element.ElementContext;
import io.flowengine.element.ElementFlow;
import io.flowengine.element.ElementStatus;
import org.jspecify.annotations.Nullable;

/** An element in one run. */
final class Member {
  final ElementContext context;
  final Course course;
  final int rank;
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
