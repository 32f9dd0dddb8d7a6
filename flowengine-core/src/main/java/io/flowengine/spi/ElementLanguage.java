package io.flowengine.spi;

import io.flowengine.element.ElementScript;
import io.flowengine.element.TaskFunction;

/**
 * What a language does for flows over elements. All methods compile: they throw {@link
 * ScriptFailedException} if the text is not what they want, and the flow is then refused before
 * anything runs.
 */
public interface ElementLanguage {
  /**
   * Compiles a script that orders and narrows the elements of a run before its first step.
   *
   * @param script the text
   * @return the script, which any number of runs use
   */
  ProcessingScript processing(ElementScript script);

  /**
   * Compiles a script that decides, for each element, which step comes next.
   *
   * @param script the text
   * @return the script, which any number of runs use
   */
  ExecutionScript execution(ElementScript script);

  /**
   * Compiles a part of a task.
   *
   * @param script the text
   * @return the part, which any number of attempts use, on their own threads
   */
  TaskFunction task(ElementScript script);
}
