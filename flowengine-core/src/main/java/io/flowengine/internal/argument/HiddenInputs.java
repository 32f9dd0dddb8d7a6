package io.flowengine.internal.argument;

import io.flowengine.execution.SecretRef;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Inputs of connections that nobody may read. */
public final class HiddenInputs {
  private HiddenInputs() {}

  /** What was given at a path of one or two names. */
  public static @Nullable Object at(List<String> path, Map<String, @Nullable Object> inputs) {
    Object value = inputs.get(path.getFirst());
    return path.size() > 1 && value instanceof Map<?, ?> dict ? dict.get(path.getLast()) : value;
  }

  /** True if a value is there itself, and not the name of a secret. */
  public static boolean isLiteral(@Nullable Object value) {
    return switch (value) {
      case null -> false;
      case SecretRef secret -> false;
      case Map<?, ?> dict -> dict.values().stream().anyMatch(HiddenInputs::isLiteral);
      default -> true;
    };
  }
}
