package io.flowengine.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExecutionIdTest {

  @Property
  void an_id_survives_its_text_form(@ForAll long high, @ForAll long low) {
    ExecutionId id = ExecutionId.of(high, low);
    assertThat(ExecutionId.of(id.toString())).isEqualTo(id).hasSameHashCodeAs(id);
  }

  @Property
  void ids_are_ordered_like_their_texts(@ForAll long a, @ForAll long b) {
    ExecutionId first = ExecutionId.of(a, b);
    ExecutionId second = ExecutionId.of(b, a);
    assertThat(Integer.signum(first.compareTo(second)))
        .isEqualTo(Integer.signum(first.toString().compareTo(second.toString())));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "01928c8e-7d3b-7cc1-b8f2-1c2d3e4f5a6",
        "01928c8e-7d3b-7cc1-b8f2-1c2d3e4f5a6g",
        "01928C8E-7D3B-7CC1-B8F2-1C2D3E4F5A6B"
      })
  void other_text_is_refused(String text) {
    assertThat(ExecutionId.isId(text)).isFalse();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ExecutionId.of(text))
        .withMessageContaining(text);
  }
}
