package io.flowengine.internal.argument;

import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.Value;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The roles of executions: names that an access policy may look at. */
public final class Roles {
  private static final String FIELD = "roles";

  private Roles() {}

  /** The roles of an execution; empty if it has none. */
  public static List<String> of(ExecutionRecord record) {
    Map<String, @Nullable Object> extras = record.attributes().extras().toMap();
    return extras.get(FIELD) instanceof List<?> names
        ? names.stream().map(String::valueOf).toList()
        : List.of();
  }

  /** The extras of a child: with the roles that are given, else with those of its creator. */
  public static Value given(Value extras, @Nullable Object given, ExecutionRecord creator) {
    if (given == null) {
      List<String> inherited = of(creator);
      return inherited.isEmpty() ? extras : Fields.with(extras, FIELD, inherited);
    }
    if (given instanceof List<?> names && names.stream().allMatch(String.class::isInstance)) {
      return Fields.with(extras, FIELD, names);
    }
    throw new InvalidInputException(FIELD, "must be a list of text", given);
  }
}
