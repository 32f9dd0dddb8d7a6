package io.flowengine.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.flowengine.FlowEngine;
import io.flowengine.FlowEngineBuilder;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.RecordType;
import io.flowengine.execution.SecretRef;
import io.flowengine.testkit.VirtualTime;
import io.flowengine.testkit.rule.Rule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Values of stored connectors that are given as text. */
@Rule("FA-106")
class YamlTextTest {
  private static FlowEngineBuilder builder() {
    return FlowEngine.builder().environment(VirtualTime.manual().node()).shutdown(Duration.ZERO);
  }

  private static Object saved(FlowEngineBuilder builder, Object value) {
    try (FlowEngine engine = builder.build()) {
      engine
          .records()
          .save(RecordType.CONNECTOR, "c", Map.of("connector_type", "X", "value", value));
      return engine.records().find(RecordType.CONNECTOR, "c").orElseThrow().get("value");
    }
  }

  @Test
  void yaml_is_parsed_when_it_is_saved() {
    String text = "host: example.org # the new one\nports:\n- 80\n- 443\npassword: !secret crm\n";

    assertThat(saved(builder().yaml(YamlText.reader()), text))
        .isEqualTo(
            Map.of(
                "host",
                "example.org",
                "ports",
                List.of(80L, 443L),
                "password",
                new SecretRef("crm")));
  }

  @Test
  void json_is_json_with_a_reader_of_yaml_and_without() {
    String text = "{\"port\": 1}";

    assertThat(saved(builder().yaml(YamlText.reader()), text)).isEqualTo(Map.of("port", 1L));
    assertThat(saved(builder(), text)).isEqualTo(Map.of("port", 1L));
  }

  @Test
  void broken_yaml_is_refused_with_its_line() {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> saved(builder().yaml(YamlText.reader()), "a: 1\nb: [1"))
        .withMessageContaining("line 2");
  }

  @Test
  void text_that_is_no_dict_is_refused() {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> saved(builder().yaml(YamlText.reader()), "- 1"))
        .withMessageContaining("must be a dict");
  }

  @Test
  void without_a_reader_the_error_says_which_artifact_has_one() {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> saved(builder(), "port: 1"))
        .withMessageContaining("flowengine-yaml");
  }
}
