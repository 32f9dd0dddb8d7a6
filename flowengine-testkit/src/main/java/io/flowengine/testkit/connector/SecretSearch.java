package io.flowengine.testkit.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/** Looks for a secret in all that anybody can see, in all forms that give it away. */
final class SecretSearch {
  private final List<String> forms = new ArrayList<>();

  SecretSearch(String secret) {
    forms.add(secret);
    forms.add(URLEncoder.encode(secret, StandardCharsets.UTF_8));
    for (String before : List.of("", "x", "xy")) {
      String encoded =
          Base64.getEncoder().encodeToString((before + secret).getBytes(StandardCharsets.UTF_8));
      forms.add(encoded.substring(before.length() == 0 ? 0 : 4, encoded.length() - 4));
    }
  }

  /** Fails if it is in a text. */
  void requireAbsent(String place, String text) {
    for (String form : forms) {
      assertThat(text.toLowerCase(Locale.ROOT).contains(form.toLowerCase(Locale.ROOT)))
          .as("the secret, as %s, in the %s: %s", form, place, text)
          .isFalse();
    }
  }
}
