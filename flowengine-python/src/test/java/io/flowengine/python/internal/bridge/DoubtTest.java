package io.flowengine.python.internal.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DoubtTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"true\":1}",
        "[{\"a\":\"x\\\\\",\"null\":1}]",
        "{\"1.5\":1}",
        "{\"-1e+16\":1}",
        "{\"nan\":1}",
        "{\"false\":1}",
        "{\"inf\":1}",
        "{\"2e-07\":1}",
        "{\"-inf\":1}",
        "{\"$type\":1}",
        "[[[[1]]]]",
        "[{\"a\":[{\"b\":1}]}]"
      })
  void what_the_encoder_may_have_got_wrong_is_doubtful(String json) {
    assertThat(Doubt.about(json, 3)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":\"true\",\"b\":\"$type\"}",
        "{\"truely\":1,\"12\":2,\"types\":3,\"nil\":4,\"if\":5,\"$types\":6,\"-\":7,\"3.x\":8,\"\":4}",
        "[\"a\\\":true\",\"[[[[\",\"\\\\\"]",
        "{\"a \\\"true\":1}",
        "[[[1]],[[2]]]",
        "\"[[[[[\"",
        "5"
      })
  void other_text_is_not(String json) {
    assertThat(Doubt.about(json, 3)).isFalse();
  }
}
