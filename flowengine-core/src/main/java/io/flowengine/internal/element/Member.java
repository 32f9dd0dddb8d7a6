package io.flowengine.internal.element;

import io.flowengine.element.ElementContext;
import io.flowengine.element.ElementFlow;
import io.flowengine.element.ElementStatus;
import org.jspecify.annotations.Nullable;

/** An element in one run. */
final class Member {
  final ElementContext context;
  final Cursor cursor;
  boolean started;
  boolean counted;
  @Nullable ElementStatus status;

  Member(ElementContext context, ElementFlow flow) {
    this.context = context;
    this.cursor = new Cursor(context, flow.steps());
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
      cursor.stop();
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
