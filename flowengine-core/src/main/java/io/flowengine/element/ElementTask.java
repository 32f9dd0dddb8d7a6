package io.flowengine.element;

/**
 * What is done to one element: the step of a flow over elements. One object serves all elements,
 * runs and engines it is given to, so it keeps no state about a single call.
 */
@FunctionalInterface
public interface ElementTask {
  /**
   * Does it. It may block: it has a thread of its own, which is interrupted when the run is
   * cancelled or the time of the attempt is over. A crash of the JVM in the middle of it, or within
   * some milliseconds after it, has it done again.
   *
   * @param call the element, and what the step gives to the task
   * @return what came of it
   * @throws UnreachableException if the element cannot be reached
   * @throws Exception if it failed; its class and message tell people why
   */
  TaskResult run(TaskCall call) throws Exception;

  /**
   * Looks at what it would do, without doing it. Called in its place when a flow is only checked.
   *
   * @param call the element, and what the step gives to the task
   * @return what would come of it; SKIPPED with "no check" unless a task can tell
   * @throws Exception if it would fail
   */
  default TaskResult check(TaskCall call) throws Exception {
    return TaskResult.skipped("no check");
  }
}
