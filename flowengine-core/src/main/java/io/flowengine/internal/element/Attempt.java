package io.flowengine.internal.element;

import io.flowengine.element.ElementContext;
import io.flowengine.element.ElementStep;

/**
 * One try of a task on an element.
 *
 * @param step the step that wants it
 * @param element the element
 * @param results what earlier steps have come to on it
 * @param number which try it is, from 1
 * @param isFirst true if nothing has been done to the element in the run before
 * @param run the run that wants it
 */
record Attempt(
    ElementStep.Task step,
    ElementContext element,
    Results.View results,
    int number,
    boolean isFirst,
    ElementRun run) {
  String task() {
    return step.task();
  }

  String elementId() {
    return element.element().id();
  }
}
