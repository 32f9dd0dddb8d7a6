package io.flowengine.internal.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretFormsTest {
  private static final String SECRET = "p&ss \"wörd\"+/hunter";

  private static SecretForms knowing(Object secret) {
    SecretForms forms = new SecretForms();
    forms.learn(secret);
    return forms;
  }

  @Test
  void a_secret_is_taken_out_of_a_text() {
    assertThat(knowing(SECRET).masked("login with " + SECRET + " refused"))
        .isEqualTo("login with *** refused");
  }

  @Test
  void what_becomes_of_it_in_urls_and_json_is_taken_out() {
    String url = URLEncoder.encode(SECRET, StandardCharsets.UTF_8);
    assertThat(knowing(SECRET).masked(url + " " + url.replace("+", "%20"))).isEqualTo("*** ***");
    assertThat(knowing(SECRET).masked("{\"p\":\"p&ss \\\"wörd\\\"+/hunter\"}"))
        .isEqualTo("{\"p\":\"***\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "u", "us", "user:", "user1:", "user12:"})
  void what_becomes_of_it_in_base64_is_taken_out_behind_anything(String before) {
    byte[] bytes = (before + SECRET + "!").getBytes(StandardCharsets.UTF_8);
    for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
      String masked = knowing(SECRET).masked(encoder.encodeToString(bytes));
      assertThat(masked).contains("***").hasSizeLessThan(18);
    }
  }

  @Test
  void texts_inside_values_are_masked_and_the_rest_is_as_it_was() {
    Object masked =
        knowing(Map.of("token", "hunter22"))
            .masked((Object) Map.of("a", List.of("x hunter22", 7L), "hunter22", true));
    assertThat(masked).isEqualTo(Map.of("a", List.of("x ***", 7L), "***", true));
  }

  @Test
  void short_texts_are_no_secrets() {
    assertThat(knowing("abc").masked("abcdef")).isEqualTo("abcdef");
  }
}
