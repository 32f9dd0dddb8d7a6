package io.flowengine.internal.element;

import io.flowengine.element.ElementContext;
import io.flowengine.element.ElementEvent.Kind;
import io.flowengine.element.ElementFlow;
import io.flowengine.element.ElementScript;
import io.flowengine.element.StepResult;
import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.spi.ElementScriptRun;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Orders and narrows the elements of a run before its first step, as its flow says. */
final class Processing {
  private final ElementFlow flow;
  private final Repertoire repertoire;
  private final Map<String, @Nullable Object> inputs;
  private final Optional<ExecutionId> execution;
  private final Instant now;
  private final long seed;
  private final Heard heard;

  /** What the script says besides. */
  interface Heard {
    /** It warns. */
    void warned(String warning);

    /** It has printed a line. */
    void printed(String line);
  }

  Processing(
      ElementFlow flow,
      Repertoire repertoire,
      Map<String, @Nullable Object> inputs,
      Optional<ExecutionId> execution,
      Instant now,
      long seed,
      Heard heard) {
    this.flow = flow;
    this.repertoire = repertoire;
    this.inputs = inputs;
    this.execution = execution;
    this.now = now;
    this.seed = seed;
    this.heard = heard;
  }

  /** That of a child flow, which a step of a run begins. */
  static Processing of(
      ElementFlow flow, ElementRun caller, String step, Map<String, @Nullable Object> inputs) {
    Scene scene = caller.scene();
    return new Processing(
        flow,
        scene.repertoire(),
        inputs,
        scene.execution(),
        scene.stage().now(),
        scene.seed(),
        new Heard() {
          @Override
          public void warned(String warning) {
            caller.tell(Kind.WARNING, null, step, warning);
          }

          @Override
          public void printed(String line) {
            caller.tell(Kind.PRINTED, null, step, line);
          }
        });
  }

  static Map<String, @Nullable Object> plain(Map<String, ? extends @Nullable Object> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<String, @Nullable Object>(map));
  }

  /**
   * Orders and narrows.
   *
   * @throws InvalidInputException if it gives elements that were not there, or one twice
   * @throws io.flowengine.spi.ScriptFailedException if the script raised an error
   */
  List<ElementContext> apply(List<ElementContext> given) {
    List<ElementContext> processed = flow.process().apply(given);
    requireSome(processed, given);
    ElementScript script = flow.processingScript();
    if (script != null) {
      List<ElementContext> before = processed;
      processed = repertoire.processing(script).process(new Run(before));
      requireSome(processed, before);
    }
    return processed;
  }

  @SuppressWarnings("ReferenceEquality") // it may be the very same list, of which each is once
  private static void requireSome(List<ElementContext> processed, List<ElementContext> given) {
    if (processed == given) {
      return;
    }
    Set<ElementContext> known = Collections.newSetFromMap(new IdentityHashMap<>());
    known.addAll(given);
    Set<String> seen = new HashSet<>();
    for (ElementContext each : processed) {
      String id = each.element().id();
      if (!known.contains(each)) {
        throw new InvalidInputException("elements", "must be some of those selected", id);
      }
      if (!seen.add(id)) {
        throw new InvalidInputException("elements", "must be there once each", id);
      }
    }
  }

  /** The run as the script sees it: nothing has been done yet. */
  private final class Run implements ElementScriptRun {
    private final List<ElementContext> elements;

    Run(List<ElementContext> elements) {
      this.elements = elements;
    }

    @Override
    public String flow() {
      return flow.name();
    }

    @Override
    public Optional<ExecutionId> execution() {
      return execution;
    }

    @Override
    public Map<String, @Nullable Object> inputs() {
      return inputs;
    }

    @Override
    public List<ElementContext> elements() {
      return elements;
    }

    @Override
    public Map<String, List<StepResult>> results(int rank) {
      return Map.of();
    }

    @Override
    public ElementContext seen(int rank) {
      return elements.get(rank);
    }

    @Override
    public Map<String, List<StepResult>> seenResults(int rank) {
      return Map.of();
    }

    @Override
    public Instant now() {
      return now;
    }

    @Override
    public long seed() {
      return seed;
    }

    @Override
    public void warn(String code, String message) {
      heard.warned(code + ": " + message);
    }

    @Override
    public void print(int rank, String line) {
      heard.printed(line);
    }

    @Override
    public void print(String line) {
      heard.printed(line);
    }
  }

  /** Tells a warning as an event of a run. */
  static void warn(ElementRun run, String code, String message) {
    run.tell(Kind.WARNING, null, null, code + ": " + message);
  }
}
