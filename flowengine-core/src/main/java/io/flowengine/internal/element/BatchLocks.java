package io.flowengine.internal.element;

import io.flowengine.element.FlowLimits.Hold;
import io.flowengine.element.FlowLimits.Lock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The elements that batches keep from other runs, for all runs below one. An element is given back
 * when no batch of any of them has it any more.
 */
final class BatchLocks {
  private final Stage stage;
  private final Map<String, Integer> holders = new HashMap<>();

  BatchLocks(Stage stage) {
    this.stage = stage;
  }

  /** What a run does when another has an element of its batch; null if it keeps none. */
  static @Nullable Lock how(ElementRun run) {
    Lock how = null;
    for (ElementRun each = run; each != null; each = each.place().parent()) {
      if (each.flow().limits().hold() == Hold.BATCH) {
        // one that waits while a run around it holds others could wait in a circle
        how = each == run ? each.flow().limits().lock() : Lock.FAIL;
      }
    }
    return how;
  }

  /**
   * Takes elements for a batch.
   *
   * @param ids their ids
   * @param how what to do if another run has one
   * @param then told which were not to be had, and who has each; perhaps at once
   * @return to give it up; null if it has ended
   */
  Stage.@Nullable Ticket take(List<String> ids, Lock how, Consumer<Map<String, String>> then) {
    List<String> wanted = ids.stream().filter(id -> !holders.containsKey(id)).sorted().toList();
    if (wanted.isEmpty()) {
      hold(ids, Map.of(), then);
      return null;
    }
    return stage.lock(
        new LockWanted(wanted, how), ending -> hold(ids, LockWanted.refused(ending), then));
  }

  private void hold(
      List<String> ids, Map<String, String> refused, Consumer<Map<String, String>> then) {
    for (String id : ids) {
      if (!refused.containsKey(id)) {
        holders.merge(id, 1, Integer::sum);
      }
    }
    then.accept(refused);
  }

  /** A batch does not need its elements any more. */
  void release(List<String> ids) {
    List<String> free = new ArrayList<>();
    for (String id : ids) {
      if (holders.merge(id, -1, Integer::sum) == 0) {
        holders.remove(id);
        free.add(id);
      }
    }
    if (!free.isEmpty()) {
      stage.unlock(free);
    }
  }
}
