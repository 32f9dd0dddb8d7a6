package io.flowengine.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Map;
import org.junit.jupiter.api.Test;

class OutputsTest {
  private static final Output STATUS = Output.of("status_code", ValueKind.INTEGER, "the answer");

  @Test
  void outputs_are_given_in_stored_form() {
    assertThat(Outputs.of(STATUS).accept("REST", Map.of("status_code", 200)))
        .isEqualTo(Map.of("status_code", 200L));
  }

  @Test
  void an_output_that_is_not_declared_is_a_mistake_of_the_connector() {
    assertThatIllegalStateException()
        .isThrownBy(() -> Outputs.of(STATUS).accept("REST", Map.of("status", 200)))
        .withMessage("REST gave the output 'status' and declares [status_code]");
  }

  @Test
  void an_output_of_another_kind_is_a_mistake_of_the_connector() {
    assertThatIllegalStateException()
        .isThrownBy(() -> Outputs.of(STATUS).accept("REST", Map.of("status_code", "200")))
        .withMessageContaining("must be an int, as a String");
  }

  @Test
  void open_outputs_may_have_any_name() {
    assertThat(Outputs.open(STATUS).accept("SSH", Map.of("var", "x"))).containsKey("var");
  }

  @Test
  void an_output_is_declared_once() {
    assertThatIllegalArgumentException().isThrownBy(() -> Outputs.of(STATUS, STATUS));
  }
}
