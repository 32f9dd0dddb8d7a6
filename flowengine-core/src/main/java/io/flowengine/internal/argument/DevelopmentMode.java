package io.flowengine.internal.argument;

import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.StepMode;
import io.flowengine.execution.Value;
import io.flowengine.internal.source.FlowDefinition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What an execution is given for its development: the mode, and the lines before which it stops.
 * All of it are further fields of the execution, so it is where the execution is.
 */
public final class DevelopmentMode {
  /** The field that says whether an execution is productive. */
  public static final String PRODUCTIVE = "is_productive";

  /** The field with the lines that an execution itself is given. */
  public static final String BREAKPOINTS = "breakpoints";

  /** The field that switches all breakpoints on or off. */
  public static final String USE_BREAKPOINTS = "use_breakpoints";

  /** The field by which the breakpoints of the flow do not count. */
  public static final String ONLY_EXPLICIT = "use_only_explicit_breakpoints";

  /** The field that says how far the execution goes on from where it stands. */
  public static final String STEP = "_step";

  static final Set<String> FLAGS = Set.of(PRODUCTIVE, USE_BREAKPOINTS, ONLY_EXPLICIT);
  private static final String OF_FLOW = "_flow_breakpoints";
  private static final Set<String> INHERITED = Set.of(USE_BREAKPOINTS, ONLY_EXPLICIT);

  private final Map<String, @Nullable Object> fields;

  private DevelopmentMode(Map<String, @Nullable Object> fields) {
    this.fields = fields;
  }

  /** The mode of an execution. */
  public static DevelopmentMode of(ExecutionRecord record) {
    Value extras = record.attributes().extras();
    boolean productive = extras.isEmpty() || !extras.json().contains(PRODUCTIVE);
    return new DevelopmentMode(productive ? Map.of() : extras.toMap());
  }

  /** True unless the execution is productive. */
  public boolean isOn() {
    return Boolean.FALSE.equals(fields.get(PRODUCTIVE));
  }

  /**
   * The lines to stop before. Lines that the execution itself is given count unless they are
   * switched off, those of its flow if breakpoints are switched on.
   */
  public Set<Integer> lines() {
    Set<Integer> lines = new TreeSet<>();
    Object used = fields.get(USE_BREAKPOINTS);
    if (isOn() && !Boolean.FALSE.equals(used)) {
      add(lines, BREAKPOINTS);
      if (Boolean.TRUE.equals(used) && !Boolean.TRUE.equals(fields.get(ONLY_EXPLICIT))) {
        add(lines, OF_FLOW);
      }
    }
    return lines;
  }

  private void add(Set<Integer> lines, String field) {
    if (fields.get(field) instanceof List<?> numbers) {
      numbers.forEach(number -> lines.add(((Number) number).intValue()));
    }
  }

  /** How far to go on from where the execution stood; null to the next breakpoint. */
  public @Nullable StepMode step() {
    return fields.get(STEP) instanceof String step ? StepMode.valueOf(step) : null;
  }

  /** The fields of a child, with what it has from its creator. */
  public static Value inherited(Value extras, ExecutionRecord creator) {
    DevelopmentMode mode = of(creator);
    if (!mode.isOn()) {
      return extras;
    }
    Map<String, @Nullable Object> child = extras.toMap();
    child.putIfAbsent(PRODUCTIVE, false);
    for (String field : INHERITED) {
      if (mode.fields.get(field) != null) {
        child.putIfAbsent(field, mode.fields.get(field));
      }
    }
    return Value.of(child);
  }

  /** Adds what the record of a flow says about its executions. */
  public static void addOfFlow(
      Map<String, @Nullable Object> extras, Map<String, @Nullable Object> flow) {
    extras.remove(OF_FLOW);
    if (Boolean.FALSE.equals(flow.get(PRODUCTIVE))) {
      extras.putIfAbsent(PRODUCTIVE, false);
    }
    if (flow.get(BREAKPOINTS) instanceof List<?> lines && !lines.isEmpty()) {
      extras.put(OF_FLOW, lines);
    }
  }

  /**
   * Moves the breakpoints that are meant for a flow from the fields of the wrapper around it to
   * those of what is inside.
   *
   * @param extras the fields of the execution of the wrapper
   * @param init the fields of what is inside
   * @return the fields of what is inside, with the breakpoints
   */
  public static Map<String, @Nullable Object> unwrap(
      Map<String, @Nullable Object> extras, Map<String, @Nullable Object> init) {
    extras.remove(OF_FLOW);
    Object lines = extras.remove(BREAKPOINTS);
    if (lines == null) {
      return init;
    }
    Map<String, @Nullable Object> inside = new HashMap<>(init);
    inside.putIfAbsent(BREAKPOINTS, lines);
    return inside;
  }

  /**
   * Refuses breakpoints that can never be hit, because there is no script.
   *
   * @param flow what the execution runs
   * @param extras its further fields
   * @throws InvalidInputException if it is not a script and has breakpoints
   */
  public static void requireLines(FlowDefinition flow, Value extras) {
    boolean given =
        !extras.isEmpty()
            && extras.json().contains(BREAKPOINTS)
            && extras.toMap().get(BREAKPOINTS) instanceof List<?> lines
            && !lines.isEmpty();
    if (given && flow.hash() == null) {
      throw new InvalidInputException(
          "breakpoints are lines of a script, and '"
              + flow.name()
              + "' has none: it is written in Java. Debug it with the debugger of your IDE");
    }
  }

  static boolean areLines(@Nullable Object value) {
    return value == null
        || (value instanceof List<?> list
            && list.stream()
                .allMatch(
                    each -> each instanceof Long line && line >= 1 && line <= Integer.MAX_VALUE));
  }
}
