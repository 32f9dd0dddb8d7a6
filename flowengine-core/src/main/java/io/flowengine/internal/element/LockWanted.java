package io.flowengine.internal.element;

import io.flowengine.element.FlowLimits.Lock;
import io.flowengine.element.TaskResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Elements that a run wants to keep from others.
 *
 * @param elements their ids, in the order in which they are taken
 * @param how what to do if another run has one
 */
record LockWanted(List<String> elements, Lock how) {
  /** How it ends if some are not to be had. */
  static Ending refusing(Map<String, String> owners) {
    return owners.isEmpty() ? Ending.ok() : Ending.of(TaskResult.ok(owners));
  }

  /** The elements that were not to be had, with the execution that has each. */
  static Map<String, String> refused(Ending ending) {
    Map<String, String> owners = new LinkedHashMap<>();
    ending
        .result()
        .value()
        .toMap()
        .forEach((element, owner) -> owners.put(element, String.valueOf(owner)));
    return owners;
  }
}
