package io.flowengine.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.flowengine.execution.InvalidInputException;
import io.flowengine.flow.ExtraInputException;
import io.flowengine.flow.MissingInputException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InputsTest {
  private static final Inputs INPUTS =
      Inputs.of(
              Input.text("host").required(),
              Input.port("port").or(80),
              Input.text("method").or("get").oneOf("get", "post"),
              Input.time("timeout"),
              Input.integers("expected").or(List.of(200L)),
              Input.count("most"),
              Input.dict("headers").secretUnder("authorization"),
              Input.text("password").secret(),
              Input.text("json"),
              Input.text("data"))
          .atMostOneOf("json", "data");

  private static Map<String, Object> accepted(String name, Object value) {
    return INPUTS.accept("REST", Map.of("host", "there", name, value));
  }

  @Test
  void inputs_that_are_not_given_have_their_defaults() {
    assertThat(INPUTS.accept("REST", Map.of("host", "there")))
        .isEqualTo(
            Map.of("host", "there", "port", 80L, "method", "get", "expected", List.of(200L)));
  }

  @Test
  void values_become_what_the_connector_reads() {
    assertThat(accepted("timeout", 1.5)).containsEntry("timeout", Duration.ofMillis(1500));
    assertThat(accepted("expected", 404L)).containsEntry("expected", List.of(404L));
    assertThat(accepted("method", "POST")).containsEntry("method", "post");
  }

  @Test
  void fa_35_all_that_is_wrong_is_told_at_once() {
    assertThatExceptionOfType(ExtraInputException.class)
        .isThrownBy(() -> INPUTS.accept("REST", Map.of("colour", "red", "port", 0L)))
        .withMessageContaining("'colour' is not known")
        .withMessageContaining("'host' is required")
        .withMessageContaining("'port' must be a port, an int from 1 to 65535, was 0");
  }

  @Test
  void fa_35_numbers_out_of_their_range_are_refused() {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> accepted("most", -1L))
        .withMessageContaining("must be an int >= 0, was -1");
  }

  @Test
  void fa_35_inputs_that_exclude_each_other_are_refused_together() {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> INPUTS.accept("REST", Map.of("host", "there", "json", "1", "data", "2")))
        .withMessage("REST: only one of [json, data] may be given, was [json, data]");
  }

  @Test
  void fa_35_one_of_several_can_be_required() {
    Inputs sql = Inputs.of(Input.text("fetch"), Input.text("execute"));
    assertThatExceptionOfType(MissingInputException.class)
        .isThrownBy(() -> sql.exactlyOneOf("fetch", "execute").accept("SQL", Map.of()))
        .withMessageContaining("one of [fetch, execute] is required");
  }

  @Test
  void a_refused_secret_is_not_shown() {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> accepted("password", List.of("hunter2")))
        .withMessageNotContaining("hunter2");
  }

  @Test
  void a_url_with_a_password_in_it_is_refused_and_not_shown() {
    Inputs inputs = Inputs.of(Input.url("url"));
    assertThat(inputs.accept("GIT", Map.of("url", "ssh://git@host:22/x@y:z"))).hasSize(1);
    assertThat(inputs.accept("GIT", Map.of("url", "git@host:team/x.git"))).hasSize(1);
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> inputs.accept("GIT", Map.of("url", "https://me:hunter2@host/x")))
        .withMessage("GIT: input 'url' must be a URL without a password in it, was 'a secret'");
  }

  @Test
  void secrets_are_whole_inputs_or_values_in_a_dict() {
    Map<String, Object> given =
        Map.of("password", "x", "headers", Map.of("Authorization", "y", "Accept", "z"));
    assertThat(INPUTS.hidden(given))
        .containsExactlyInAnyOrder(List.of("password"), List.of("headers", "Authorization"));
  }

  @Test
  void declarations_that_do_not_fit_are_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Inputs.of(Input.text("a"), Input.text("a")));
    assertThatIllegalArgumentException().isThrownBy(() -> Input.text("a").or("x").required());
    assertThatIllegalArgumentException().isThrownBy(() -> Input.port("a").or(70_000));
    assertThatIllegalArgumentException().isThrownBy(() -> INPUTS.atMostOneOf("host", "nothing"));
    assertThatIllegalArgumentException().isThrownBy(() -> INPUTS.deprecated("nothing", "host"));
  }
}
