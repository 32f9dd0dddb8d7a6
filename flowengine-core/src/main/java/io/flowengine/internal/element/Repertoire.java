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
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The flows over elements that an engine has, with their tasks, and their scripts compiled. */
public final class Repertoire {
  private final Map<String, ElementFlow> flows;
  private final Map<String, ElementTask> tasks = new ConcurrentHashMap<>();
  private final Set<String> onPlatformThreads = ConcurrentHashMap.newKeySet();
  private final Map<String, ElementLanguage> languages = new HashMap<>();
  private final Set<String> platformLanguages = new HashSet<>();
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
    for (FlowLanguage language : languages) {
      language.elements().ifPresent(found -> this.languages.put(language.name(), found));
      if (language.needsPlatformThreads()) {
        platformLanguages.add(language.name());
      }
    }
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
   * @param languages the languages of its scripts
   */
  public void add(String name, ElementTask task, Set<String> languages) {
    tasks.put(name, task);
    if (languages.stream().anyMatch(platformLanguages::contains)) {
      onPlatformThreads.add(name);
    }
  }

  /** True if a part of the task is a script whose language needs platform threads. */
  boolean needsPlatformThread(String task) {
    return !onPlatformThreads.isEmpty() && onPlatformThreads.contains(task);
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
    return compiled(executions, script, key -> language(key.language()).execution(key));
  }

  /**
   * Compiles a script, once.
   *
   * @throws io.flowengine.spi.ScriptFailedException if it is no script
   * @throws InvalidInputException if the engine does not have its language
   */
  ProcessingScript processing(ElementScript script) {
    return compiled(processings, script, key -> language(key.language()).processing(key));
  }

  /**
   * Compiles without a lock, twice if need be: the language may wait for threads that want a script
   * too.
   */
  private static <T> T compiled(
      Map<ElementScript, T> known, ElementScript script, Function<ElementScript, T> compiler) {
    T found = known.get(script);
    if (found == null) {
      T made = compiler.apply(script);
      T other = known.putIfAbsent(script, made);
      found = other == null ? made : other;
    }
    return found;
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
