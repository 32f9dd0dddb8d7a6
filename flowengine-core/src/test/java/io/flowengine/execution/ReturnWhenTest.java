package io.flowengine.execution;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReturnWhenTest {

  @ParameterizedTest(name = "{0}: of {1}, {2} ended, {3} of them failed: over = {4}")
  @CsvSource({
    "ALL_SUCCEEDED,   0, 0, 0, true",
    "ALL_SUCCEEDED,   2, 1, 0, false",
    "ALL_SUCCEEDED,   2, 1, 1, true",
    "ALL_SUCCEEDED,   2, 2, 0, true",
    "ALL_ENDED,       2, 1, 1, false",
    "ALL_ENDED,       2, 2, 1, true",
    "FIRST_ENDED,     0, 0, 0, true",
    "FIRST_ENDED,     2, 0, 0, false",
    "FIRST_ENDED,     2, 1, 1, true",
    "FIRST_SUCCEEDED, 2, 1, 1, false",
    "FIRST_SUCCEEDED, 2, 1, 0, true",
    "FIRST_SUCCEEDED, 2, 2, 2, true"
  })
  void fa_54_to_fa_57_say_when_a_wait_is_over(
      ReturnWhen mode, int total, int ended, int failed, boolean over) {
    assertThat(mode.isSettled(total, ended, failed)).isEqualTo(over);
  }
}
