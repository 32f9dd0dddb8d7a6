package io.flowengine.internal.argument;

import io.flowengine.execution.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Texts that one run has got to know and that must not be readable in its log, its journal and its
 * errors: what people entered into password fields, and protected inputs and outputs. They are
 * learned again on replay, at the same calls.
 */
public final class Masks {
  private static final String MASK = "***";

  /** Shorter numbers would mask half of everything and protect nothing. */
  private static final int SHORTEST_NUMBER = 4;

  private final Set<String> secrets = new HashSet<>(0);

  /** Learns a text, a number, or all of them inside a list or a map. */
  public void learn(@Nullable Object secret) {
    switch (secret) {
      case null -> {}
      case String text -> {
        if (!text.isEmpty()) {
          secrets.add(text);
        }
      }
      case Number number -> {
        String digits = number.toString();
        if (digits.length() >= SHORTEST_NUMBER) {
          secrets.add(digits);
        }
      }
      case Value value -> learn(value.toObject());
      case List<?> list -> list.forEach(this::learn);
      case Map<?, ?> map -> map.values().forEach(this::learn);
      default -> {}
    }
  }

  public boolean isEmpty() {
    return secrets.isEmpty();
  }

  /** Masks a text; null stays null. */
  public @Nullable String maskOrNull(@Nullable String text) {
    return text == null ? null : mask(text);
  }

  public String mask(String text) {
    String masked = text;
    for (String secret : secrets) {
      masked = masked.replace(secret, MASK);
    }
    return masked;
  }

  /** Masks all texts inside a value. */
  public @Nullable Object mask(@Nullable Object value) {
    if (secrets.isEmpty() || value == null) {
      return value;
    }
    return switch (value) {
      case String text -> mask(text);
      case Number number -> secrets.contains(number.toString()) ? MASK : number;
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
