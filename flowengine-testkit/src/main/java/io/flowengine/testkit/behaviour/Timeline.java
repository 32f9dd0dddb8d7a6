package io.flowengine.testkit.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.event.EngineEvent;
import io.flowengine.event.EngineEvent.MessageAnswered;
import io.flowengine.event.EngineEvent.MessageOpened;
import io.flowengine.event.EngineEvent.StatusChanged;
import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.spi.EngineListener;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** What the engines of a test have told, in order. */
final class Timeline implements EngineListener {
  private final List<EngineEvent> events = new CopyOnWriteArrayList<>();

  @Override
  public void on(EngineEvent event) {
    events.add(event);
  }

  List<StatusChanged> changes() {
    List<StatusChanged> changes = new ArrayList<>();
    for (EngineEvent event : events) {
      if (event instanceof StatusChanged change) {
        changes.add(change);
      }
    }
    return changes;
  }

  /** The statuses of one execution, in order. */
  List<ExecutionStatus> of(ExecutionId id) {
    return changes().stream()
        .filter(change -> change.executionId().equals(id))
        .map(StatusChanged::to)
        .toList();
  }

  /** What was asked and answered, in order. */
  List<String> messages() {
    List<String> messages = new ArrayList<>();
    for (EngineEvent event : events) {
      if (event instanceof MessageOpened opened) {
        messages.add("opened " + opened.subject() + " " + opened.messageId());
      } else if (event instanceof MessageAnswered answered) {
        messages.add("answered " + answered.messageId());
      }
    }
    return messages;
  }

  /** Checks what must hold of every history. */
  void requireLegal() {
    Map<ExecutionId, ExecutionStatus> last = new HashMap<>();
    for (StatusChanged change : changes()) {
      ExecutionStatus before = last.put(change.executionId(), change.to());
      assertThat(change.from()).as("what %s follows", change).isEqualTo(before);
      if (before == null) {
        assertThat(change.to())
            .as("the first status of %s", change)
            .isEqualTo(ExecutionStatus.CREATED);
      } else {
        assertThat(before.canBecome(change.to())).as("%s is legal", change).isTrue();
      }
    }
  }
}
