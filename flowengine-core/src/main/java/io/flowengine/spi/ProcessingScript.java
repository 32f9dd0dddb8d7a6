package io.flowengine.spi;

import io.flowengine.element.ElementContext;
import java.util.List;

/** A compiled script that orders and narrows the elements of a run. */
@FunctionalInterface
public interface ProcessingScript {
  /**
   * Runs the script.
   *
   * @param run the run; {@link ElementScriptRun#elements} are the selected ones
   * @return some of the elements of the run, in the order in which it is to work on them. One that
   *     is foreign or listed twice is refused by the engine
   * @throws ScriptFailedException if it raised an error; the message names the line, and the
   *     element if a key function or a predicate raised it
   */
  List<ElementContext> process(ElementScriptRun run);
}
