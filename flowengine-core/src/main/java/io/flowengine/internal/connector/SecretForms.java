package io.flowengine.internal.connector;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The texts that give away the secrets of one connection: the secrets, and what becomes of them in
 * URLs, in JSON and in Base64. In Base64 a secret looks different at each of three places in the
 * bytes around it; of each form only the part counts that these bytes do not change.
 */
final class SecretForms {
  private static final String MASK = "***";
  private static final int SHORTEST = 4;
  private static final int SHORTEST_ENCODED = 8;

  private final Set<String> forms = new LinkedHashSet<>();

  /** Learns all texts in a value. */
  void learn(@Nullable Object secret) {
    switch (secret) {
      case String text -> learn(text);
      case List<?> list -> list.forEach(this::learn);
      case Map<?, ?> map -> map.values().forEach(this::learn);
      case byte[] bytes -> learnBase64(bytes);
      case null -> {}
      default -> {}
    }
  }

  private void learn(String secret) {
    if (secret.length() < SHORTEST) {
      return;
    }
    forms.add(secret);
    String url = URLEncoder.encode(secret, StandardCharsets.UTF_8);
    forms.add(url);
    forms.add(url.replace("+", "%20"));
    forms.add(json(secret));
    forms.addAll(secret.lines().filter(line -> line.length() >= SHORTEST_ENCODED).toList());
    learnBase64(secret.getBytes(StandardCharsets.UTF_8));
  }

  private void learnBase64(byte[] secret) {
    for (int before = 0; before < 3; before++) {
      byte[] shifted = new byte[before + secret.length];
      System.arraycopy(secret, 0, shifted, before, secret.length);
      String encoded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
      int first = (before * 8 + 5) / 6;
      int last = shifted.length * 8 / 6;
      if (last - first >= SHORTEST_ENCODED) {
        String stable = encoded.substring(first, last);
        forms.add(stable);
        forms.add(stable.replace('+', '-').replace('/', '_'));
        forms.add(URLEncoder.encode(stable, StandardCharsets.UTF_8));
      }
    }
  }

  private static String json(String text) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> escaped.append('\\').append(c);
        case '\n' -> escaped.append("\\n");
        case '\r' -> escaped.append("\\r");
        case '\t' -> escaped.append("\\t");
        default -> escaped.append(c);
      }
    }
    return escaped.toString();
  }

  /** A text without the secrets. */
  String masked(String text) {
    String masked = text;
    List<String> longestFirst = new ArrayList<>(forms);
    longestFirst.sort(Comparator.comparingInt(String::length).reversed());
    for (String form : longestFirst) {
      masked = masked.replace(form, MASK);
    }
    return masked;
  }

  /** A value whose texts are without the secrets; the same if none had one. */
  @Nullable Object masked(@Nullable Object value) {
    if (forms.isEmpty()) {
      return value;
    }
    return switch (value) {
      case String text -> masked(text);
      case List<?> list -> {
        List<@Nullable Object> masked = new ArrayList<>();
        list.forEach(each -> masked.add(masked((@Nullable Object) each)));
        yield masked;
      }
      case Map<?, ?> map -> {
        Map<String, @Nullable Object> masked = new LinkedHashMap<>();
        map.forEach(
            (key, each) ->
                masked.put(masked(String.valueOf(key)), masked((@Nullable Object) each)));
        yield masked;
      }
      case null -> null;
      default -> value;
    };
  }
}
