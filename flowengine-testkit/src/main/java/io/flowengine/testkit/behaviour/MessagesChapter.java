package io.flowengine.testkit.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowengine.OpenMessage;
import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import io.flowengine.execution.ResourceNotFoundException;
import io.flowengine.resource.InvalidAnswerException;
import io.flowengine.resource.MessageType;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Section 11: questions to people and their answers; forms have a chapter of their own. */
abstract class MessagesChapter extends Chapter {
  MessagesChapter(Front front) {
    super(front);
  }

  @Test
  void fa_142_a_message_waits_for_its_answer() {
    Execution main = play(ask("hello"), put("after", 1));

    ends(main, ExecutionStatus.WAITING);
    world.answer("hello");
    assertThat(succeeded(main)).containsEntry("after", 1L);
  }

  @Test
  void fa_142_a_message_need_not_wait() {
    Execution main =
        play(ask("hello").with("wait", false).into("m"), put("r", response("m")), ask("hold"));

    assertThat(outputs(main)).containsEntry("r", null);
    assertThat(world.engine().openMessages()).hasSize(2);
  }

  @Test
  void fa_142_a_message_can_be_waited_for_later() {
    Execution main =
        play(
            request("name?").with("wait", false).into("m"),
            log("meanwhile"),
            awaitAnswer("m").into("n"),
            put("r", response("n")));

    ends(main, ExecutionStatus.WAITING);
    assertThat(lines(main)).containsExactly("meanwhile");
    world.answer("name?", Map.of("string", "Ada"));
    assertThat(succeeded(main)).containsEntry("r", Map.of("string", "Ada"));
  }

  @Test
  void fa_142_waiting_for_an_answer_that_is_there_returns_at_once() {
    Execution main =
        play(
            request("name?").with("wait", false).into("m"),
            ask("hold"),
            awaitAnswer("m").into("n"),
            put("r", response("n")));
    world.answer("name?", Map.of("string", "Ada"));
    world.answer("hold");

    assertThat(succeeded(main)).containsEntry("r", Map.of("string", "Ada"));
  }

  @Test
  void fa_143_a_text_is_shown_and_the_answer_is_empty() {
    Execution main = play(ask("hello").into("m"), put("r", response("m")));
    OpenMessage shown = world.message("hello");
    world.answer("hello");

    assertThat(shown.text()).isEqualTo("hello");
    assertThat(shown.isRequest()).isFalse();
    assertThat(succeeded(main)).containsEntry("r", Map.of());
  }

  @Test
  void fa_143_a_request_gives_the_text_that_was_entered() {
    Execution main = play(request("name?").into("m"), put("r", response("m")));
    assertThat(world.message("name?").isRequest()).isTrue();
    world.answer("name?", Map.of("string", "Ada"));

    assertThat(succeeded(main)).containsEntry("r", Map.of("string", "Ada"));
  }

  @Test
  void fa_146_an_answer_that_does_not_fit_is_refused_and_the_message_stays_open() {
    Execution main = play(request("name?"));

    assertThatThrownBy(() -> world.answer("name?", Map.of("string", 5)))
        .isInstanceOf(InvalidAnswerException.class)
        .hasMessageContaining("string");
    assertThatThrownBy(() -> world.answer("name?", Map.of()))
        .isInstanceOf(InvalidAnswerException.class);
    ends(main, ExecutionStatus.WAITING);
    assertThat(world.engine().openMessages()).hasSize(1);
  }

  @Test
  void fa_146_a_second_answer_is_refused() {
    play(request("name?").into("m"), put("r", response("m")));
    String id = world.message("name?").id();
    world.answer("name?", Map.of("string", "Ada"));

    assertThatThrownBy(() -> world.engine().answer(id, Map.of("string", "Bob")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("answered already");
    assertThat(succeeded(world.named("main"))).containsEntry("r", Map.of("string", "Ada"));
  }

  @Test
  void fa_146_a_message_that_does_not_exist_cannot_be_answered() {
    assertThatThrownBy(() -> world.engine().answer("nope", Map.of()))
        .isInstanceOf(ResourceNotFoundException.class);
  }

  @Test
  void fa_147_a_subject_has_at_most_128_characters() {
    Execution main = play(attempt(ask("s".repeat(129))), put("error", caught()));

    assertThat(succeeded(main)).containsEntry("error", "InvalidInputError");
    assertThat(world.engine().openMessages()).isEmpty();
  }

  @Test
  void fa_142_listeners_hear_of_each_message_and_its_answer_once() {
    play(ask("hello"), ask("bye"));
    String first = world.message("hello").id();
    world.answer("hello");
    String second = world.message("bye").id();
    world.crash();
    world.answer("bye");

    assertThat(world.timeline().messages())
        .containsExactly(
            "opened hello " + first,
            "answered " + first,
            "opened bye " + second,
            "answered " + second);
  }

  @Test
  void fa_147_a_message_has_a_type() {
    play(ask("hello").with("message_type", "WARNING"), ask("never"));
    assertThat(world.message("hello").type()).isEqualTo(MessageType.WARNING);
    world.answer("hello");
    assertThat(world.message("never").type()).isEqualTo(MessageType.INFO);
  }

  @Test
  void fa_149_the_fields_of_a_message_can_be_read() {
    Execution main =
        play(
            request("name?").into("m"),
            put("subject", fieldOf("m", "subject")),
            put("type", fieldOf("m", "message_type")),
            put("submitted", fieldOf("m", "is_submitted")));
    world.answer("name?", Map.of("string", "Ada"));

    assertThat(succeeded(main))
        .containsEntry("subject", "name?")
        .containsEntry("type", "INFO")
        .containsEntry("submitted", true);
  }

  @Test
  void fa_149_another_execution_may_wait_for_the_answer() {
    Execution asks = play(request("name?").with("wait", false).into("m"), ask("hold"));
    String id = world.message("name?").id();
    Execution other =
        world.started(
            world
                .prepare(
                    record("record", "message", id).into("m"),
                    awaitAnswer("m"),
                    put("r", response("m")))
                .name("other"));
    ends(other, ExecutionStatus.WAITING);
    world.answer("name?", Map.of("string", "Ada"));

    assertThat(succeeded(other)).containsEntry("r", Map.of("string", "Ada"));
    world.answer("hold");
    succeeded(asks);
  }

  @Test
  void fa_148_a_timeout_raises_and_the_message_stays_open() {
    Execution main = play(attempt(ask("hello").with("timeout", 30)), put("error", caught()));
    world.advanceSeconds(29);
    ends(main, ExecutionStatus.WAITING);
    world.advanceSeconds(1);

    assertThat(succeeded(main)).containsEntry("error", "MessageResponseTimeoutError");
    assertThat(world.engine().openMessages()).hasSize(1);
  }

  @Test
  void fa_148_a_later_wait_has_a_timeout_of_its_own() {
    Execution main =
        play(
            ask("hello").with("wait", false).into("m"),
            attempt(awaitAnswer("m").with("timeout", 5)),
            put("error", caught()),
            awaitAnswer("m"),
            put("after", 1));
    world.advanceSeconds(5);
    assertThat(outputs(main)).containsEntry("error", "MessageResponseTimeoutError");
    world.answer("hello");

    assertThat(succeeded(main)).containsEntry("after", 1L);
  }

  @Test
  void fa_211_an_open_message_survives_a_crash() {
    play(request("name?").into("m"), put("r", response("m")));
    world.crash();
    world.answer("name?", Map.of("string", "Ada"));

    assertThat(succeeded(world.named("main"))).containsEntry("r", Map.of("string", "Ada"));
  }

  @Test
  void fa_211_an_answer_given_while_nothing_runs_is_seen_afterwards() {
    play(request("name?").into("m"), put("r", response("m")));
    world.evict();
    world.answer("name?", Map.of("string", "Ada"));

    assertThat(succeeded(world.named("main"))).containsEntry("r", Map.of("string", "Ada"));
  }

  @Test
  void fa_237_a_value_passes_from_child_to_child_to_a_person() {
    Execution main =
        play(
            run("Calculator", put("result", 42)).with("name", "Calculator"),
            run("Messenger", ask(" The value is: 42")).with("name", "Messenger"));

    ends(main, ExecutionStatus.WAITING);
    assertThat(world.engine().openMessages())
        .singleElement()
        .satisfies(message -> assertThat(message.text()).isEqualTo(" The value is: 42"));
    world.answer(" The value is: 42");
    ends(main, ExecutionStatus.ENDED_SUCCESS);
    assertThat(names(main.children())).containsExactly("Calculator", "Messenger");
  }

  private static Move saveMessage(String subject) {
    return Move.of("save_message").with("subject", subject).with("into", "m");
  }

  @Test
  void fa_149_a_message_that_is_saved_is_there_and_nobody_waits() {
    Execution main =
        play(saveMessage("later"), put("done", true), awaitAnswer("m"), put("r", response("m")));

    assertThat(outputs(main)).containsEntry("done", true);
    world.answer("later", Map.of("string", "x"));
    assertThat(succeeded(main)).containsEntry("r", Map.of("string", "x"));
  }

  @Test
  void fa_84_a_deleted_message_is_not_open_and_who_waits_for_it_is_told() {
    Execution main =
        play(
            saveMessage("later"),
            Move.of("delete_record").with("on", "m").with("type", "message").with("name", ""),
            attempt(awaitAnswer("m")),
            put("error", caught()));

    assertThat(outputs(main)).containsEntry("error", "ResourceNotFoundError");
    assertThat(world.engine().openMessages()).isEmpty();
  }

  @Test
  void fa_142_fa_149_a_message_has_the_name_and_the_fields_it_is_given() {
    Execution main =
        play(
            record("save_record", "project", "p").with("fields", Map.of()),
            ask("hello")
                .with("name", "greeting")
                .with("init", Map.of("project_name", "p", "description", "d"))
                .with("wait", false)
                .into("m"),
            put("name", fieldOf("m", "name")),
            put("about", fieldOf("m", "description")),
            put("project", fieldOf("m", "project_id")));
    String project = world.recordId(RecordRef.of(RecordType.PROJECT, "p"));

    assertThat(succeeded(main))
        .containsEntry("name", "greeting")
        .containsEntry("about", "d")
        .containsEntry("project", project);
  }
}
