package io.flowengine.testkit.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.connector.Input;
import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.ExecutionType;
import io.flowengine.execution.Filter;
import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import io.flowengine.execution.Value;
import io.flowengine.spi.Commit;
import io.flowengine.spi.JournalEntry;
import io.flowengine.spi.StoredRecord;
import io.flowengine.testkit.ScriptedConnector;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Connections to other systems: how they are made, checked, cancelled and done again. */
abstract class ConnectChapter extends Chapter {
  private static final Map<String, String> URL = Map.of("url", "there");

  private ScriptedConnector rest =
      ScriptedConnector.of(
          "REST",
          Input.text("url").required(),
          Input.text("method").or("get").oneOf("get", "post"),
          Input.integer("version"),
          Input.text("password").secret());

  ConnectChapter(Front front) {
    super(front);
  }

  @BeforeEach
  final void open() {
    world.reopen(builder -> builder.connector(rest));
  }

  private void reopen(UnaryOperator<ScriptedConnector> changed) {
    rest = changed.apply(rest);
    world.reopen(builder -> builder.connector(rest));
  }

  private String stored(String name, Map<String, ?> value) {
    String id = "01890a5d-ac96-774b-bcce-b302099a8057";
    Value fields = Value.of(Map.of("connector_type", "REST", "value", value));
    Commit commit = new Commit("host");
    commit.write(new StoredRecord(RecordType.CONNECTOR, id, name, false, 1, fields), 0);
    assertThat(world.store().commit(commit, world.time().now())).isNotNull();
    return id;
  }

  private void refused(Move move, String error, String said) {
    Execution main = play(attempt(move), put("error", caught()), put("message", caughtMessage()));

    assertThat(succeeded(main))
        .containsEntry("error", error)
        .hasEntrySatisfying("message", message -> assertThat((String) message).contains(said));
    assertThat(main.children()).isEmpty();
    assertThat(rest.asked()).isEmpty();
  }

  // ---------------------------------------------------------------- making

  @Test
  void fa_172_an_ad_hoc_connection_is_based_on_no_record_and_falls_back_to_the_default_project() {
    rest.answers(Map.of()).answers(Map.of()).answers(Map.of());
    Execution main =
        play(
            record("save_record", "project", "p").with("fields", Map.of()),
            save(Map.of("project_name", "p")),
            connect("a", "REST", URL),
            connect("b", "REST", URL).with("init", Map.of("location_inheritance", "resource")),
            connect("c", "REST", URL)
                .with("init", Map.of("location_inheritance", "wrapped_resource")),
            put("a", field("a", "project_id")),
            put("b", field("b", "project_id")),
            put("c", field("c", "project_id")));

    String other = world.recordId(RecordRef.of(RecordType.PROJECT, "Default project"));
    assertThat(succeeded(main))
        .containsEntry("a", world.recordId(RecordRef.of(RecordType.PROJECT, "p")))
        .containsEntry("b", other)
        .containsEntry("c", other);
  }

  @Test
  void fa_34_a_connection_is_a_child_whose_outputs_are_the_results() {
    rest.answers(Map.of("status_code", 200));
    Execution main = play(connect("a", "REST", URL), put("got", field("a", "output_value")));

    assertThat(succeeded(main)).containsEntry("got", Map.of("status_code", 200L));
    Execution connection = main.children().getFirst();
    assertThat(connection.record().origin().type()).isEqualTo(ExecutionType.CONNECTION);
    assertThat(connection.record().field("connector_type")).isEqualTo("REST");
    assertThat(rest.asked()).containsExactly(Map.of("url", "there", "method", "get"));
  }

  @Test
  void fa_18_a_connection_without_a_name_is_called_like_its_type() {
    rest.answers(Map.of());
    Execution main = play(connect("a", "REST", URL).with("unnamed", true));

    assertThat(names(main.children())).containsExactly("REST");
  }

  @Test
  void fa_15_a_connection_nobody_waits_for_ends_by_itself() {
    rest.answers(Map.of("x", 1));
    play(connect("a", "REST", URL).with("how", "start"));

    assertThat(succeeded(world.named("a"))).containsEntry("x", 1L);
  }

  @Test
  void fa_14_a_connection_that_is_only_created_is_not_made() {
    play(connect("a", "REST", URL).with("how", "create"));

    ends(world.named("a"), ExecutionStatus.PAUSED);
    assertThat(rest.asked()).isEmpty();
  }

  @Test
  void fa_27_the_access_policy_is_asked_about_the_connector() {
    RecordRef connector = RecordRef.of(RecordType.CONNECTOR, "REST");
    world.reopen(
        builder ->
            builder
                .connector(rest)
                .authorizer(
                    request ->
                        request.record().equals(connector)
                            ? Optional.of("no calls")
                            : Optional.empty()));
    Execution main = play(attempt(connect("a", "REST", URL)), put("error", caught()));

    assertThat(succeeded(main)).containsEntry("error", "PermissionDenied");
    assertThat(rest.asked()).isEmpty();
  }

  @Test
  void fa_34_an_unknown_type_is_refused_with_the_types_there_are() {
    refused(connect("a", "SOAP", Map.of()), "ResourceNotFoundError", "[REST]");
  }

  @Test
  void fa_13_an_unknown_connector_is_refused() {
    refused(connectBy("a", "crm", Map.of()), "ResourceNotFoundError", "<connector crm>");
  }

  @Test
  void fa_32_a_used_key_gives_the_earlier_connection() {
    rest.answers(Map.of("x", 1));
    Execution main =
        play(
            connect("a", "REST", URL).with("idempotency_key", "k"),
            connect("b", "REST", URL).with("idempotency_key", "k"),
            put("x", field("b", "output_value")));

    assertThat(succeeded(main)).containsEntry("x", Map.of("x", 1L));
    assertThat(rest.asked()).hasSize(1);
  }

  @Test
  void fa_197_a_connection_is_not_made_again_on_replay() {
    rest.answers(Map.of("x", 1));
    play(connect("a", "REST", URL), ask("hold"), put("x", field("a", "output_value")));
    world.restart();
    world.answer("hold");

    assertThat(succeeded(world.named("main"))).containsEntry("x", Map.of("x", 1L));
    assertThat(rest.asked()).hasSize(1);
  }

  // ---------------------------------------------------------------- inputs

  @Test
  void fa_35_a_missing_input_is_refused_before_anything_is_created() {
    refused(connect("a", "REST", Map.of()), "MissingInputError", "'url'");
  }

  @Test
  void fa_35_an_unknown_input_is_refused_before_anything_is_created() {
    refused(
        connect("a", "REST", Map.of("url", "there", "colour", "red")),
        "ExtraInputError",
        "'colour'");
  }

  @Test
  void fa_35_an_input_of_the_wrong_type_is_refused_before_anything_is_created() {
    refused(connect("a", "REST", Map.of("url", 5)), "InvalidInputError", "'url' must be text");
  }

  @Test
  void fa_35_an_input_that_is_no_choice_is_refused() {
    refused(
        connect("a", "REST", Map.of("url", "there", "method", "dance")),
        "InvalidInputError",
        "must be one of [get, post]");
  }

  @Test
  void fa_35_inputs_that_are_changed_later_are_checked_at_the_start() {
    play(
        connect("a", "REST", URL).with("how", "create"),
        saveOn("a", Map.of("input_value", Map.of("url", 5))),
        launch("a"));

    ends(world.named("a"), ExecutionStatus.ENDED_ERROR);
    assertThat(text(world.named("a"))).contains("InvalidInputError").contains("'url'");
    assertThat(rest.asked()).isEmpty();
  }

  @Test
  void fa_23_a_keyword_that_could_be_an_input_is_refused_with_both_spellings() {
    refused(
        connect("a", "REST", URL).with("version", "2"),
        "InvalidInputError",
        "version_= or inputs=");
  }

  @Test
  void fa_106_the_journal_has_no_value_of_an_input() {
    rest.answers(Map.of());
    Execution main = play(connect("a", "REST", Map.of("url", "there", "password", "hunter2")));

    succeeded(main);
    assertThat(journal(main))
        .extracting(JournalEntry::toString)
        .noneMatch(e -> e.contains("hunter2"));
  }

  @Test
  void fa_106_nobody_reads_a_secret_input() {
    rest.answers(Map.of());
    Execution main =
        play(
            connect("a", "REST", Map.of("url", "there", "password", "hunter2")),
            put("seen", field("a", "input_value")));

    Map<String, ?> hidden = Map.of("url", "there", "password", "***");
    assertThat(succeeded(main)).containsEntry("seen", hidden);
    assertThat(world.named("a").inputs()).isEqualTo(hidden);
    assertThat(world.records(Filter.eq("name", "a")).getFirst().attributes().inputs().toMap())
        .isEqualTo(hidden);
    assertThat(rest.asked().getFirst()).containsEntry("password", "hunter2");
  }

  @Test
  void fa_106_what_a_connector_says_has_no_secret_in_it() {
    rest.fails("HttpError", "login with hunter2 was refused");
    play(attempt(connect("a", "REST", Map.of("url", "there", "password", "hunter2"))));

    assertThat(text(world.named("a"))).contains("login with *** was refused");
  }

  @Test
  void fa_34_fa_246_the_call_comes_before_the_stored_values() {
    String id = stored("crm", Map.of("url", "stored", "password", "hunter2"));
    rest.answers(Map.of()).answers(Map.of());
    Execution main =
        play(
            connectBy("a", "crm", URL).with("unnamed", true),
            connectBy("b", id, Map.of("method", "post")));

    succeeded(main);
    assertThat(rest.asked())
        .containsExactly(
            Map.of("url", "there", "password", "hunter2", "method", "get"),
            Map.of("url", "stored", "password", "hunter2", "method", "post"));
    assertThat(main.children().getFirst().name()).isEqualTo("crm");
    assertThat(main.children().getFirst().record().field("connector_name")).isEqualTo("crm");
    assertThat(
            world.store().record(RecordRef.of(RecordType.CONNECTOR, "crm")).orElseThrow().version())
        .isEqualTo(1);
  }

  // ---------------------------------------------------------------- failures and time

  @Test
  void fa_177_a_failure_ends_the_connection_and_keeps_the_outputs_gained() {
    rest.does(
        call -> {
          call.output("bytes", 7);
          throw new java.io.IOException("connection reset");
        });
    play(attempt(connect("a", "REST", URL)));

    ends(world.named("a"), ExecutionStatus.ENDED_ERROR);
    assertThat(text(world.named("a"))).contains("connection reset");
    assertThat(outputs(world.named("a"))).containsEntry("bytes", 7L);
  }

  @Test
  void rt_4_a_connection_is_tried_again_by_the_code_of_its_failure() {
    rest.fails("HttpError", "503").answers(Map.of("x", 1));
    Execution main =
        play(
            connect("a", "REST", URL)
                .with("retry", Map.of("backoff", 10, "retry_if", List.of("HttpError"))),
            put("x", field("a", "output_value")));
    world.advanceSeconds(10);

    assertThat(succeeded(main)).containsEntry("x", Map.of("x", 1L));
    assertThat(main.children()).hasSize(2);
    assertThat(rest.asked()).hasSize(2);
  }

  @Test
  void rt_6_a_further_attempt_is_given_what_the_first_was_given() {
    stored("crm", Map.of("url", "before"));
    rest.fails("HttpError", "503").answers(Map.of());
    Execution main = play(connectBy("a", "crm", Map.of()).with("retry", Map.of("backoff", 10)));
    StoredRecord record =
        world.store().record(RecordRef.of(RecordType.CONNECTOR, "crm")).orElseThrow();
    Value after = Value.of(Map.of("connector_type", "REST", "value", Map.of("url", "after")));
    Commit change = new Commit("host");
    change.write(new StoredRecord(RecordType.CONNECTOR, record.id(), "crm", false, 2, after), 1);
    assertThat(world.store().commit(change, world.time().now())).isNotNull();
    world.advanceSeconds(10);

    succeeded(main);
    assertThat(rest.asked()).extracting(inputs -> inputs.get("url")).containsOnly("before");
  }

  @Test
  void fa_52_a_cancel_interrupts_the_work() {
    rest.hangs(world.time());
    play(connect("a", "REST", URL).with("how", "start"));
    ends(world.named("a"), ExecutionStatus.RUNNING);
    world.cancel(world.named("a"));
    world.advanceSeconds(2);

    ends(world.named("a"), ExecutionStatus.ENDED_CANCELLED);
  }

  @Test
  void fa_30_a_connection_that_takes_too_long_is_cancelled_and_raises() {
    rest.hangs(world.time());
    Execution main =
        play(attempt(connect("a", "REST", URL).with("timeout", 5)), put("error", caught()));
    world.advanceSeconds(7);

    assertThat(succeeded(main)).containsEntry("error", "DependencyTimeoutError");
    ends(world.named("a"), ExecutionStatus.ENDED_CANCELLED);
    assertThat(text(world.named("a"))).isEqualTo("timeout after 5 s");
  }

  @Test
  void fa_208_a_connection_that_was_running_is_made_again_after_a_crash() {
    rest.hangs(world.time()).answers(Map.of("x", 1));
    play(connect("a", "REST", URL), put("x", field("a", "output_value")));
    world.crash();

    assertThat(succeeded(world.named("main"))).containsEntry("x", Map.of("x", 1L));
    assertThat(rest.asked()).hasSize(2);
  }

  @Test
  void fa_208_a_connection_that_must_not_be_made_twice_ends_interrupted() {
    reopen(ScriptedConnector::atMostOnce);
    rest.hangs(world.time()).answers(Map.of("x", 1));
    play(attempt(connect("a", "REST", URL)), put("error", caught()));
    world.crash();

    ends(world.named("a"), ExecutionStatus.ENDED_ERROR);
    assertThat(text(world.named("a"))).isEqualTo("interrupted");
    assertThat(succeeded(world.named("main"))).containsEntry("error", "DependencyFailedError");
    assertThat(rest.asked()).hasSize(1);
  }

  @Test
  void fa_208_a_connection_that_must_not_be_made_twice_is_made_once() {
    reopen(ScriptedConnector::atMostOnce);
    rest.answers(Map.of("x", 1));
    Execution main = play(connect("a", "REST", URL), put("x", field("a", "output_value")));

    assertThat(succeeded(main)).containsEntry("x", Map.of("x", 1L));
  }
}
