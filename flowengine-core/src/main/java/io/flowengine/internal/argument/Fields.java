package io.flowengine.internal.argument;

import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.ExecutionRecord.Attributes;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.Value;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The fields of executions that can be written: with {@code init} at the creation, with {@code
 * save} later.
 */
public final class Fields {
  public static final Set<String> INIT =
      Set.of(
          "name",
          "description",
          "input_value",
          "priority",
          "project_id",
          "project_name",
          "orphan",
          "max_runtime_minutes",
          "scheduled_for",
          "is_paused",
          "savepoint_retention",
          "input_schema",
          "output_schema",
          "remote_workspace_name",
          "plugin_action_id",
          "commit_message",
          "track_in_git",
          "is_readonly",
          "roles",
          "location_inheritance",
          "output_value",
          "message",
          Protection.INPUTS,
          Protection.OUTPUTS,
          DevelopmentMode.PRODUCTIVE,
          DevelopmentMode.BREAKPOINTS,
          DevelopmentMode.USE_BREAKPOINTS,
          DevelopmentMode.ONLY_EXPLICIT,
          "unwrapped");
  private static final Set<String> EXTRAS =
      Set.of(
          "description",
          "savepoint_retention",
          "input_schema",
          "output_schema",
          "remote_workspace_name",
          "plugin_action_id",
          "commit_message",
          "track_in_git",
          "is_readonly",
          Protection.INPUTS,
          Protection.OUTPUTS,
          DevelopmentMode.PRODUCTIVE,
          DevelopmentMode.BREAKPOINTS,
          DevelopmentMode.USE_BREAKPOINTS,
          DevelopmentMode.ONLY_EXPLICIT);

  /** Fields that are lists of names. */
  private static final Set<String> NAMES = Set.of("roles", Protection.INPUTS, Protection.OUTPUTS);

  private static final Set<String> SAVED =
      Set.of(
          "name",
          "description",
          "priority",
          "message",
          "status_message",
          "input_value",
          "project_id",
          "max_runtime_minutes",
          "roles");
  private static final Set<String> AT_CREATION =
      Set.of("orphan", "is_paused", "location_inheritance", "scheduled_for");

  private Fields() {}

  /**
   * Checks a name: trimmed, 1 to 128 characters.
   *
   * @param parameter what it is the name of, for the message
   * @param text the name
   * @return the name without leading and trailing blanks
   * @throws InvalidInputException if it is too short or too long
   */
  public static String name(String parameter, String text) {
    return Arguments.checkedName(parameter, text);
  }

  /**
   * Refuses fields that cannot be saved on another execution.
   *
   * @param record the execution
   * @param fields the fields
   * @throws InvalidInputException if one is unknown, read-only, or cannot be changed any more
   */
  public static void requireSavable(ExecutionRecord record, Map<String, ?> fields) {
    for (Map.Entry<String, ?> field : fields.entrySet()) {
      String name = field.getKey();
      if (name.equals("output_value")) {
        throw new InvalidInputException(
            "output_value can be set by the execution itself only, with set_output or save");
      }
      requireSavable(name);
      if (name.equals("input_value") && record.state().startedAt() != null) {
        throw new InvalidInputException(
            "input_value cannot be changed any more: the execution has started");
      }
      if (name.endsWith("message") && record.status().isEnded()) {
        throw new InvalidInputException(
            "message cannot be changed any more: the execution has ended");
      }
      checked(name, field.getValue());
    }
  }

  private static void requireSavable(String name) {
    if (!SAVED.contains(name) && !EXTRAS.contains(name)) {
      Set<String> known = new TreeSet<>(SAVED);
      known.addAll(EXTRAS);
      throw new InvalidInputException(
          "execution field '"
              + name
              + "' cannot be saved"
              + (AT_CREATION.contains(name) ? " after the creation; give it in init" : "")
              + "; these can: "
              + known);
    }
  }

  /** The record with checked fields applied. */
  public static ExecutionRecord apply(ExecutionRecord record, Map<String, ?> fields) {
    ExecutionRecord changed = record;
    for (Map.Entry<String, ?> field : fields.entrySet()) {
      Object value = checked(field.getKey(), field.getValue());
      Attributes attributes = changed.attributes();
      changed =
          switch (field.getKey()) {
            case "name" -> changed.with(attributes.withName(String.valueOf(value)));
            case "priority" ->
                changed.with(attributes.withPriority(((Long) requireValue(value)).intValue()));
            case "project_id" -> changed.with(attributes.withProject((String) value));
            case "max_runtime_minutes" ->
                changed.with(attributes.withTimeout(minutes(field.getValue())));
            case "input_value" ->
                changed.with(attributes.withInputs(Value.of("input_value", value)));
            case "message", "status_message" ->
                changed.with(changed.state().withMessage((String) value));
            case "output_value" ->
                changed.with(changed.state().withOutputs(Value.of("output_value", value)));
            default ->
                changed.with(
                    attributes.withExtras(with(attributes.extras(), field.getKey(), value)));
          };
    }
    return changed;
  }

  private static Object requireValue(@Nullable Object value) {
    return value == null ? 0L : value;
  }

  public static Value with(Value extras, String name, @Nullable Object value) {
    Map<String, @Nullable Object> map = extras.toMap();
    map.put(name, value);
    return Value.of(map);
  }

  /** A limit in minutes; null for none. */
  public static @Nullable Duration minutes(@Nullable Object value) {
    if (value == null) {
      return null;
    }
    if (value instanceof Number number && number.doubleValue() > 0) {
      return Arguments.seconds("max_runtime_minutes", number.doubleValue() * 60);
    }
    throw new InvalidInputException("max_runtime_minutes", "must be a number > 0 or None", value);
  }

  private static boolean isNames(@Nullable Object value) {
    return value == null
        || (value instanceof List<?> list && list.stream().allMatch(String.class::isInstance));
  }

  public static @Nullable Object checked(String name, @Nullable Object value) {
    if (NAMES.contains(name) && !isNames(value)) {
      throw new InvalidInputException(name, "must be a list of text", value);
    }
    if (DevelopmentMode.FLAGS.contains(name) && !(value == null || value instanceof Boolean)) {
      throw new InvalidInputException(name, "must be True or False", value);
    }
    if (name.equals(DevelopmentMode.BREAKPOINTS) && !DevelopmentMode.areLines(value)) {
      throw new InvalidInputException(name, "must be a list of line numbers, from 1", value);
    }
    boolean fits =
        switch (name) {
          case "name", "project_id" -> value instanceof String;
          case "priority" -> value instanceof Long number && number == number.intValue();
          case "input_value", "output_value" -> value instanceof Map<?, ?>;
          case "message", "status_message", "description" ->
              value == null || value instanceof String;
          case "max_runtime_minutes" -> value == null || minutes(value) != null;
          case "roles", DevelopmentMode.STEP -> true;
          default -> EXTRAS.contains(name);
        };
    if (!fits) {
      throw new InvalidInputException(
          name,
          switch (name) {
            case "name", "project_id" -> "must be text";
            case "priority" -> "must be an int";
            case "input_value", "output_value" -> "must be a dict";
            case "message", "status_message", "description" -> "must be text or None";
            default -> "is not a field that can be written";
          },
          String.valueOf(value));
    }
    return name.equals("name") ? Arguments.checkedName("name", String.valueOf(value)) : value;
  }

  public static boolean isExtra(String name) {
    return EXTRAS.contains(name);
  }

  public static @Nullable Instant instant(String name, @Nullable Object value) {
    if (value == null) {
      return null;
    }
    if (value instanceof OffsetDateTime time) {
      return time.toInstant();
    }
    if (value instanceof LocalDateTime time) {
      return time.toInstant(ZoneOffset.UTC);
    }
    if (value instanceof Instant instant) {
      return instant;
    }
    throw new InvalidInputException(name, "must be a datetime", value);
  }

  /** The smaller of two limits; null stands for none. */
  public static @Nullable Duration smaller(@Nullable Duration a, @Nullable Duration b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return a.compareTo(b) < 0 ? a : b;
  }

  public static @Nullable Instant earlier(@Nullable Instant a, @Nullable Instant b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return a.isBefore(b) ? a : b;
  }
}
