package io.flowengine.internal.runtime;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Texts that one run has got to know and that must not be readable in its log: what people entered
 * into password fields. They are learned again on replay, at the same calls.
 */
final class Masks {
  private static final String MASK = "***";

  private final Set<String> secrets = new HashSet<>(0);

  void learn(@Nullable Object secret) {
    if (secret instanceof String text && !text.isEmpty()) {
      secrets.add(text);
    }
  }

  String mask(String text) {
    String masked = text;
    for (String secret : secrets) {
      masked = masked.replace(secret, MASK);
    }
    return masked;
  }

  /** Masks all texts inside a value. */
  @Nullable Object mask(@Nullable Object value) {
    if (secrets.isEmpty() || value == null) {
      return value;
    }
    return switch (value) {
      case String text -> mask(text);
      case List<?> list -> {
        List<@Nullable Object> masked = new ArrayList<>();
        list.forEach(each -> masked.add(mask(each)));
        yield masked;
      }
      case Map<?, ?> map -> {
        Map<String, @Nullable Object> masked = new LinkedHashMap<>();
        map.forEach((key, each) -> masked.put(mask(String.valueOf(key)), mask(each)));
        yield masked;
      }
      default -> value;
    };
  }
}
