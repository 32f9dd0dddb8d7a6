package io.flowengine.jsonschema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.Value;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonSchemaValidatorTest {
  private static final Value PERSON =
      Value.of(
          Map.of(
              "type",
              "object",
              "properties",
              Map.of(
                  "name", Map.of("type", "string", "element", "string"),
                  "age", Map.of("type", "integer", "minimum", 0)),
              "required",
              List.of("name")));

  private final JsonSchemaValidator validator = JsonSchemaValidator.create();

  @Test
  void what_fits_has_no_violations() {
    assertThat(validator.violations(PERSON, Value.of(Map.of("name", "Ada", "age", 36)))).isEmpty();
  }

  @Test
  void all_violations_are_told_at_once_by_their_paths() {
    assertThat(validator.violations(PERSON, Value.of(Map.of("age", -1, "x", 1))))
        .hasSize(2)
        .anySatisfy(violation -> assertThat(violation).contains("name", "required"))
        .anySatisfy(violation -> assertThat(violation).contains("age", "minimum"));
  }

  @Test
  void a_schema_is_checked_itself() {
    assertThatThrownBy(() -> validator.requireValid(Value.of(Map.of("type", "strng"))))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("type");
  }

  @Test
  void a_schema_with_keywords_of_a_form_is_one() {
    validator.requireValid(PERSON);
  }

  @Test
  void a_schema_of_an_earlier_draft_is_checked_by_that() {
    Value draft7 =
        Value.of(
            Map.of(
                "$schema",
                "http://json-schema.org/draft-07/schema#",
                "items",
                List.of(Map.of("type", "string"))));
    validator.requireValid(draft7);
    assertThat(validator.violations(draft7, Value.of(List.of(1)))).hasSize(1);
  }

  @Test
  void nothing_is_read_from_elsewhere() {
    Value remote = Value.of(Map.of("$ref", "http://127.0.0.1:9/schema.json"));
    assertThat(validator.violations(remote, Value.of(1)))
        .singleElement()
        .asString()
        .contains("schema");
  }
}
