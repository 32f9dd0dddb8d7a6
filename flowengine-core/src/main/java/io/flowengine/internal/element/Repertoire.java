package io.flowengine.internal.element;

import io.flowengine.element.ElementFlow;
import io.flowengine.element.ElementScript;
import io.flowengine.element.ElementTask;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.spi.ElementLanguage;
import io.flowengine.spi.ExecutionScript;
import io.flowengine.spi.FlowLanguage;
import io.flowengine.spi.ProcessingScript;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** The flows over elements that an engine has, with their tasks, and their scripts compiled. */
public final class Repertoire {
  private final Map<String, ElementFlow> flows;
  private final Map<String, ElementTask> tasks = new ConcurrentHashMap<>();
  private final Map<String, ElementLanguage> languages = new HashMap<>();
  private final Map<ElementScript, ExecutionScript> executions = new ConcurrentHashMap<>();
  private final Map<ElementScript, ProcessingScript> processings = new ConcurrentHashMap<>();

  /**
   * Makes a repertoire.
   *
   * @param flows the newest version of each flow, by name
   * @param languages the languages of scripts
   */
  public Repertoire(Map<String, ElementFlow> flows, Collection<FlowLanguage> languages) {
    this.flows = Map.copyOf(flows);
    languages.forEach(
        language ->
            language.elements().ifPresent(found -> this.languages.put(language.name(), found)));
  }

  /**
   * Finds a flow that a script names.
   *
   * @throws InvalidInputException if there is none
   */
  ElementFlow flow(String name) {
    ElementFlow flow = flows.get(name);
    if (flow == null) {
      throw new InvalidInputException(
          "flow over elements", "must be one of " + new TreeSet<>(flows.keySet()), name);
    }
    return flow;
  }

  /**
   * Adds a task.
   *
   * @param name its name
   * @param task what it does
   */
  public void add(String name, ElementTask task) {
    tasks.put(name, task);
  }

  Optional<ElementTask> task(String name) {
    return Optional.ofNullable(tasks.get(name));
  }

  /**
   * Refuses a task that a script names and nobody has added.
   *
   * @throws InvalidInputException if there is none of the name
   */
  void requireTask(String name) {
    if (!tasks.isEmpty() && !tasks.containsKey(name)) {
      throw new InvalidInputException(
          "task", "must be one of " + new TreeSet<>(tasks.keySet()), name);
    }
  }

  /**
   * Compiles a script, once.
   *
   * @throws io.flowengine.spi.ScriptFailedException if it is no script
   * @throws InvalidInputException if the engine does not have its language
   */
  ExecutionScript execution(ElementScript script) {
    return executions.computeIfAbsent(script, key -> language(key).execution(key));
  }

  /**
   * Compiles a script, once.
   *
   * @throws io.flowengine.spi.ScriptFailedException if it is no script
   * @throws InvalidInputException if the engine does not have its language
   */
  ProcessingScript processing(ElementScript script) {
    return processings.computeIfAbsent(script, key -> language(key).processing(key));
  }

  private ElementLanguage language(ElementScript script) {
    return language(script.language());
  }

  /**
   * Finds what a language does for flows over elements.
   *
   * @param name the name of the language
   * @return it
   * @throws InvalidInputException if the engine does not have it
   */
  public ElementLanguage language(String name) {
    ElementLanguage language = languages.get(name);
    if (language == null) {
      throw new InvalidInputException(
          "language of a script for elements",
          "must be one of "
              + new TreeSet<>(languages.keySet())
              + "; add it with FlowEngine.builder().language(...)",
          name);
    }
    return language;
  }
}
