package io.flowengine.internal.element;

import io.flowengine.element.ElementContext;
import io.flowengine.element.ElementStep;
import io.flowengine.element.StepResult;
import java.util.List;
import java.util.Map;

/**
 * One try of a task on an element.
 *
 * @param step the step that wants it
 * @param element the element
 * @param results what earlier steps have come to on it
 * @param number which try it is, from 1
 * @param batch the batch of the outermost run, from 0
 */
record Attempt(
    ElementStep.Task step,
    ElementContext element,
    Map<String, List<StepResult>> results,
    int number,
    int batch) {
  String task() {
    return step.task();
  }

  String elementId() {
    return element.element().id();
  }
}
