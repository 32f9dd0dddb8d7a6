package io.flowengine.testkit.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowengine.MessageRecord;
import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.Filter;
import io.flowengine.execution.Query;
import io.flowengine.resource.FormField;
import io.flowengine.resource.InvalidAnswerException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** Section 11: messages with forms. */
abstract class FormsChapter extends Chapter {
  FormsChapter(Front front) {
    super(front);
  }

  private static Map<String, Object> field(String element, Object... more) {
    Map<String, Object> field = new LinkedHashMap<>();
    field.put("element", element);
    for (int i = 0; i < more.length; i += 2) {
      field.put((String) more[i], more[i + 1]);
    }
    return field;
  }

  private static Map<String, Object> body(List<String> required, Object... properties) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (int i = 0; i < properties.length; i += 2) {
      fields.put((String) properties[i], properties[i + 1]);
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("type", "object");
    body.put("properties", fields);
    body.put("required", required);
    return body;
  }

  private static Map<String, Object> order() {
    return body(
        List.of("name", "pieces"),
        "intro",
        field("markdown", "description", "# Order"),
        "name",
        field("string", "type", "string", "label", "Name", "maxLength", 10),
        "secret",
        field("password", "type", "string"),
        "pieces",
        field("number", "type", "number", "default", 1),
        "gift",
        field("toggle", "type", "boolean"),
        "at",
        field("time", "type", "string", "example", "12:00:00"));
  }

  private Execution asked(Map<String, Object> body) {
    return play(form("order", body).into("m"), put("r", response("m")));
  }

  @Test
  void fa_144_the_host_gets_the_fields_with_all_they_have() {
    asked(order());

    assertThat(world.message("order").form().fields())
        .extracting(FormField::key)
        .containsExactly("intro", "name", "secret", "pieces", "gift", "at");
    FormField name = world.message("order").form().fields().get(1);
    assertThat(name)
        .isEqualTo(
            new FormField(
                "name", FormField.Element.STRING, "Name", null, null, null, 0, null, 10L, null));
    assertThat(world.message("order").form().required()).containsExactly("name", "pieces");
    assertThat(world.message("order").text()).isNull();
  }

  @Test
  void fa_144_fields_are_shown_by_their_order() {
    asked(
        body(
            List.of(),
            "last",
            field("string", "order", 3),
            "first",
            field("string", "order", 1),
            "second",
            field("string", "order", 1)));

    assertThat(world.message("order").form().fields())
        .extracting(FormField::key)
        .containsExactly("first", "second", "last");
  }

  @Test
  void fa_145_each_element_gives_its_value() {
    Execution main = asked(order());
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("name", "Ada");
    answer.put("secret", "s3cret");
    answer.put("pieces", 2.5);
    answer.put("gift", false);
    answer.put("at", "23:59:00+02:00");
    world.answer("order", answer);

    assertThat(succeeded(main)).containsEntry("r", answer);
  }

  @Test
  void fa_146_optional_fields_that_were_left_empty_are_absent() {
    Execution main = asked(order());
    world.answer("order", Map.of("name", "Ada", "pieces", 1, "secret", "", "at", ""));

    assertThat(succeeded(main)).containsEntry("r", Map.of("name", "Ada", "pieces", 1L));
  }

  @Test
  void fa_146_all_violations_are_told_at_once_and_the_message_stays_open() {
    Execution main = asked(order());

    Map<String, Object> answer =
        Map.of(
            "name", "a name of more than ten",
            "gift", "yes",
            "at", "25:00:00",
            "intro", "x",
            "colour", "red");
    assertThatThrownBy(() -> world.answer("order", answer))
        .asInstanceOf(InstanceOfAssertFactories.throwable(InvalidAnswerException.class))
        .extracting(InvalidAnswerException::errors)
        .satisfies(
            errors -> {
              assertThat(new ArrayList<>(errors.keySet()))
                  .containsExactly("intro", "name", "pieces", "gift", "at", "colour");
              assertThat(errors.get("name")).isEqualTo("must have at most 10 characters, has 23");
              assertThat(errors.get("pieces")).isEqualTo("is required");
              assertThat(errors.get("at")).contains("HH:MM:SS").contains("25:00:00");
              assertThat(errors.get("colour")).contains("no field");
            });
    ends(main, ExecutionStatus.WAITING);
    world.answer("order", Map.of("name", "Ada", "pieces", 1));
    succeeded(main);
  }

  @Test
  void fa_146_required_fields_must_not_be_empty() {
    asked(order());

    assertThatThrownBy(() -> world.answer("order", Map.of("name", "", "pieces", 1)))
        .isInstanceOf(InvalidAnswerException.class)
        .hasMessageContaining("name is required");
  }

  @Test
  void fa_145_the_pressed_button_is_true_and_its_required_keys_replace_those_of_the_form() {
    Map<String, Object> body =
        body(
            List.of("name"),
            "name",
            field("string"),
            "why",
            field("string"),
            "accept",
            field("submit", "type", "boolean"),
            "refuse",
            field("submit", "type", "boolean", "required", List.of("why")));
    Execution main = asked(body);

    assertThatThrownBy(() -> world.answer("order", Map.of("accept", true)))
        .hasMessageContaining("name is required");
    assertThatThrownBy(() -> world.answer("order", Map.of("refuse", true)))
        .hasMessageContaining("why is required")
        .hasMessageNotContaining("name");
    assertThatThrownBy(() -> world.answer("order", Map.of("name", "Ada")))
        .hasMessageContaining("accept")
        .hasMessageContaining("must be pressed");
    assertThatThrownBy(
            () -> world.answer("order", Map.of("name", "Ada", "accept", true, "refuse", true)))
        .hasMessageContaining("must be pressed");
    world.answer("order", Map.of("why", "no", "refuse", true));
    assertThat(succeeded(main)).containsEntry("r", Map.of("why", "no", "refuse", true));
  }

  @Test
  void fa_146_passwords_are_masked_in_logs_and_listings() {
    Execution main =
        play(
            form("order", body(List.of(), "secret", field("password"), "name", field("string")))
                .into("m"),
            log("got", response("m")),
            put("r", response("m")));
    String id = world.message("order").id();
    world.answer("order", Map.of("secret", "s3cret", "name", "Ada"));

    assertThat(succeeded(main)).containsEntry("r", Map.of("secret", "s3cret", "name", "Ada"));
    assertThat(main.log().toString()).contains("***").contains("Ada").doesNotContain("s3cret");
    assertThat(world.engine().message(id).response())
        .isEqualTo(Map.of("secret", "***", "name", "Ada"));
    assertThat(world.engine().messages(Query.where(Filter.eq("is_submitted", true))).items())
        .extracting(MessageRecord::response)
        .containsExactly(Map.of("secret", "***", "name", "Ada"));
  }

  @Test
  void fa_146_a_replay_masks_the_same() {
    Execution main =
        play(
            form("order", body(List.of(), "secret", field("password"))).into("m"),
            log("first", response("m")),
            ask("hold"),
            log("second", response("m")));
    world.answer("order", Map.of("secret", "s3cret"));
    world.crash();
    world.answer("hold");

    ends(main, ExecutionStatus.ENDED_SUCCESS);
    assertThat(lines(main)).hasSize(2);
    assertThat(main.log().toString()).doesNotContain("s3cret");
  }

  @Test
  void fa_211_an_open_form_survives_a_crash() {
    asked(order());
    world.crash();
    assertThat(world.message("order").form().required()).containsExactly("name", "pieces");
    world.answer("order", Map.of("name", "Ada", "pieces", 1));

    succeeded(world.named("main"));
  }

  @Test
  void fa_149_the_form_can_be_read_by_the_flow() {
    Map<String, Object> body = body(List.of("name"), "name", field("string", "type", "string"));
    Execution main = play(form("order", body).into("m"), put("body", fieldOf("m", "body")));
    world.answer("order", Map.of("name", "Ada"));

    assertThat(succeeded(main)).containsEntry("body", body);
  }
}
