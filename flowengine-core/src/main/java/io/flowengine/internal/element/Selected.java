package io.flowengine.internal.element;

import io.flowengine.element.ElementContext;
import io.flowengine.element.ElementFlow;
import io.flowengine.element.Inventory;
import io.flowengine.element.Selection;
import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.spi.ScriptFailedException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The elements of a run as they were when it began, in its order, with all that their contexts are
 * made of. They are recorded ({@link RecordedChoice}), so nothing that becomes of the inventory
 * later touches the run.
 */
final class Selected {
  /** The input of a flow that names its elements: a list of ids, or the text of a filter. */
  static final String ELEMENTS = "elements";

  /** The input of a flow that has it only checked what would be done. */
  static final String CHECK = "_check";

  /** The input of a flow that makes it a rerun. */
  static final String RERUN = "_rerun";

  private static final Set<String> RESERVED = Set.of(ELEMENTS, CHECK, RERUN);

  private Selected() {}

  /**
   * What was chosen.
   *
   * @param elements the elements, in the order of the run
   * @param selected how many there were before they were narrowed
   * @param warnings what people should know
   * @param printed the lines that its processing script has printed
   * @param remembered what elements of a rerun take with them, by their ids; see {@link Remembered}
   */
  record Choice(
      List<ElementContext> elements,
      int selected,
      List<String> warnings,
      List<String> printed,
      Map<String, ? extends @Nullable Object> remembered) {}

  /**
   * Selects and processes.
   *
   * @throws InvalidInputException if the input, the selection or the processing is wrong
   * @throws io.flowengine.spi.ScriptFailedException if the processing script raised an error
   */
  static Choice choose(
      ElementFlow flow,
      Inventory inventory,
      Repertoire repertoire,
      Map<String, @Nullable Object> inputs,
      Optional<ExecutionId> execution,
      Instant now) {
    List<ElementContext> selected =
        selection(flow, inputs.get(ELEMENTS)).from(inventory, plain(inputs));
    Said said = new Said();
    Processing processing =
        new Processing(
            flow,
            repertoire,
            plain(inputs),
            execution,
            now,
            execution.map(Scene::seedOf).orElse(0L),
            said);
    try {
      return new Choice(
          processing.apply(selected), selected.size(), said.warnings, said.printed, Map.of());
    } catch (ScriptFailedException e) {
      throw said.printed.isEmpty() ? e : said.before(e);
    }
  }

  /** What a processing script says. */
  private static final class Said implements Processing.Heard {
    private final List<String> warnings = new ArrayList<>();
    private final List<String> printed = new ArrayList<>();

    @Override
    public void warned(String warning) {
      warnings.add(warning);
    }

    @Override
    public void printed(String line) {
      printed.add(line);
    }

    /** A script that failed leaves no record but its failure. */
    ScriptFailedException before(ScriptFailedException e) {
      return new ScriptFailedException(
          e.error(),
          e.getMessage() + "\nbefore that it printed:\n" + String.join("\n", printed),
          e.stack(),
          e.frames(),
          e.causedBy(),
          e.outputs());
    }
  }

  /** Makes the run of what was chosen. */
  static ElementRun run(
      ElementFlow flow,
      Scene scene,
      Map<String, @Nullable Object> inputs,
      List<ElementContext> elements,
      Runnable ended) {
    List<Member> members = new ArrayList<>(elements.size());
    for (ElementContext context : elements) {
      members.add(new Member(context, members.size(), null));
    }
    return new ElementRun(flow, RunPlace.OUTERMOST, scene, plain(inputs), members, ended);
  }

  private static Selection selection(ElementFlow flow, @Nullable Object given) {
    if (given == null) {
      return flow.selection();
    }
    if (given instanceof String filter) {
      return Selection.all().filter(filter);
    }
    if (given instanceof List<?> ids) {
      return Selection.listed(ids.stream().map(Selected::id).toList());
    }
    throw new InvalidInputException(
        ELEMENTS, "must be a list of ids or the text of a filter", given);
  }

  private static String id(@Nullable Object given) {
    if (given instanceof Map<?, ?> element && element.get("id") instanceof String id) {
      return id;
    }
    if (given instanceof String id) {
      return id;
    }
    throw new InvalidInputException(ELEMENTS, "must hold ids of elements", String.valueOf(given));
  }

  /** The inputs without those that only say which elements, and how. */
  static Map<String, @Nullable Object> plain(Map<String, @Nullable Object> inputs) {
    Map<String, @Nullable Object> others = new LinkedHashMap<>(inputs);
    others.keySet().removeAll(RESERVED);
    return others;
  }
}
