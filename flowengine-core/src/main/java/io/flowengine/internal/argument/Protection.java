package io.flowengine.internal.argument;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.Value;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Inputs and outputs of executions that are not for everybody. The names of the protected ones are
 * fields of the execution. The execution itself sees all of its values, the one that created it
 * sees the outputs; everybody else sees {@code ***}.
 */
public final class Protection {
  /** The field of an execution that names its protected inputs. */
  public static final String INPUTS = "protect_inputs";

  /** The field of an execution that names its protected outputs. */
  public static final String OUTPUTS = "protect_outputs";

  private static final String HIDDEN = "***";

  private Protection() {}

  /**
   * Gives an execution as others see it.
   *
   * @param record the execution
   * @return a copy that has {@code ***} in the place of protected inputs and outputs; the same if
   *     it has none
   */
  public static ExecutionRecord redacted(ExecutionRecord record) {
    return hidden(record, true, true);
  }

  /** An execution as another one sees it that reads it by its id. */
  public static ExecutionRecord seenBy(ExecutionId reader, ExecutionRecord record) {
    boolean own = record.id().equals(reader);
    return hidden(record, !own, !own && !Objects.equals(reader, record.parent()));
  }

  private static ExecutionRecord hidden(ExecutionRecord record, boolean inputs, boolean outputs) {
    Value extras = record.attributes().extras();
    if (extras.isEmpty() || !(inputs || outputs)) {
      return record;
    }
    ExecutionRecord seen = record;
    List<?> named = names(extras, INPUTS);
    if (inputs && !named.isEmpty()) {
      Value hidden = hidden(record.attributes().inputs(), named);
      seen = seen.with(seen.attributes().withInputs(hidden));
    }
    named = names(extras, OUTPUTS);
    if (outputs && !named.isEmpty()) {
      seen = seen.with(seen.state().withOutputs(hidden(record.state().outputs(), named)));
    }
    return seen;
  }

  private static Value hidden(Value values, List<?> names) {
    Map<String, @Nullable Object> map = values.toMap();
    map.replaceAll((name, value) -> names.contains(name) ? HIDDEN : partly(name, value, names));
    return Value.of(map);
  }

  /** A dict without the values that are named {@code name/key}. */
  private static @Nullable Object partly(String name, @Nullable Object value, List<?> names) {
    if (!(value instanceof Map<?, ?> map)) {
      return value;
    }
    Map<String, @Nullable Object> seen = new LinkedHashMap<>();
    map.forEach(
        (key, each) ->
            seen.put(String.valueOf(key), names.contains(name + "/" + key) ? HIDDEN : each));
    return seen;
  }

  private static List<?> names(Value extras, String field) {
    return extras.json().contains(field) && extras.toMap().get(field) instanceof List<?> names
        ? names
        : List.of();
  }

  // ---------------------------------------------------------------- what logs must not show

  /** What a run knows from its beginning: the protected ones of its inputs. */
  public static void learnInputs(Masks masks, ExecutionRecord record) {
    learn(masks, names(record.attributes().extras(), INPUTS), record.attributes().inputs().toMap());
  }

  /** Learns those of the outputs that are protected. */
  public static void learnOutputs(
      Masks masks, ExecutionRecord record, Map<String, @Nullable Object> outputs) {
    learn(masks, names(record.attributes().extras(), OUTPUTS), outputs);
  }

  /** Learns the protected inputs that a call gives to a child. */
  public static void learnGiven(Masks masks, Arguments in) {
    if (in.get("init") instanceof Map<?, ?> init && init.get(INPUTS) instanceof List<?> names) {
      Map<String, @Nullable Object> inputs = new HashMap<>();
      if (init.get("input_value") instanceof Map<?, ?> given) {
        given.forEach((key, value) -> inputs.put(String.valueOf(key), value));
      }
      inputs.putAll(in.map("inputs"));
      learn(masks, names, inputs);
    }
  }

  /** Learns the protected outputs of an execution that a run has read. */
  public static void learnRead(Masks masks, Map<String, @Nullable Object> fields) {
    if (fields.get(OUTPUTS) instanceof List<?> names
        && fields.get("output_value") instanceof Map<?, ?> outputs) {
      names.stream().map(outputs::get).filter(value -> !HIDDEN.equals(value)).forEach(masks::learn);
    }
  }

  private static void learn(Masks masks, List<?> names, Map<String, @Nullable Object> values) {
    for (Object name : names) {
      masks.learn(values.get(String.valueOf(name)));
    }
  }

  // ---------------------------------------------------------------- the fields

  /** Adds names to the protected inputs that are there. */
  public static void addInputs(Map<String, @Nullable Object> extras, Collection<String> names) {
    Set<String> all = new TreeSet<>(names);
    if (extras.get(INPUTS) instanceof List<?> given) {
      given.forEach(name -> all.add(String.valueOf(name)));
    }
    if (!all.isEmpty()) {
      extras.put(INPUTS, List.copyOf(all));
    }
  }
}
