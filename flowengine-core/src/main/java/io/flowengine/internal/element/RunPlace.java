package io.flowengine.internal.element;

import org.jspecify.annotations.Nullable;

/**
 * Where a run belongs.
 *
 * @param parent the run whose step it is; null for a run that is an execution
 * @param path what tells it from the other runs of the execution: empty for the outermost, else for
 *     example {@code F2.3}
 * @param depth how many runs are around it
 */
record RunPlace(@Nullable ElementRun parent, String path, int depth) {
  static final RunPlace OUTERMOST = new RunPlace(null, "", 0);
}
