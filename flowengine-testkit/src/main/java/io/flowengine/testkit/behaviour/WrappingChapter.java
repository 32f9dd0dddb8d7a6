package io.flowengine.testkit.behaviour;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.connector.Input;
import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.ExecutionType;
import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import io.flowengine.testkit.ScriptedConnector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Section 13: what runs in the place of an execution that a wrapper is put around. */
abstract class WrappingChapter extends Chapter {
  WrappingChapter(Front front) {
    super(front);
  }

  /** Stores a wrapper that makes the moves it is given, and runs its inside if it is given none. */
  private static Move store(String wrapper, Map<String, ?> more) {
    Map<String, Object> fields = new HashMap<>(more);
    fields.put("script", recordField("flow", "player", "script"));
    return record("save_record", "wrapper", wrapper).with("fields", fields);
  }

  private static Move store(String wrapper) {
    return store(wrapper, Map.of());
  }

  private static Move attach(String wrapper) {
    return record("save_record", "flow", "player").with("fields", Map.of("wrapper_name", wrapper));
  }

  /** A pair for {@code using}: a wrapper and what it does. */
  private static List<?> doing(String wrapper, Move... moves) {
    return List.of(wrapper, Map.of("moves", Move.forms(moves)));
  }

  private static List<?> plain(String wrapper) {
    return List.of(wrapper, Map.of());
  }

  /** Puts wrappers around what a move creates, the outermost first. */
  private static Move using(Move move, List<?>... wrappers) {
    return move.with("using", List.of(wrappers));
  }

  private static List<String> path(Execution execution) {
    List<String> path = new ArrayList<>();
    for (Execution each = execution; each.children().size() == 1; ) {
      each = each.children().getFirst();
      path.add(each.record().origin().flowName());
    }
    return path;
  }

  private static @Nullable Object wrapped(Execution execution, String key) {
    return ((Map<?, ?>) requireNonNull(execution.inputs().get("wrapped"))).get(key);
  }

  private String id(String wrapper) {
    return world.recordId(RecordRef.of(RecordType.WRAPPER, wrapper));
  }

  // ---------------------------------------------------------------- what runs

  @Test
  void fa_158_fa_161_the_call_returns_an_execution_of_the_wrapper_whose_child_is_the_wrapped_one() {
    Execution main =
        play(
            store("outer"),
            using(run("a", put("x", 1)), plain("outer")),
            put("got", field("a", "output_value")));

    assertThat(succeeded(main)).containsEntry("got", Map.of("x", 1L));
    Execution wrapper = main.children().getFirst();
    assertThat(wrapper.record().origin().type()).isEqualTo(ExecutionType.SCRIPT);
    assertThat(wrapper.record().field("wrapper_id")).isEqualTo(id("outer"));
    assertThat(wrapper.name()).isEqualTo("a");
    Execution inside = wrapper.children().getFirst();
    assertThat(inside.record().origin().type()).isEqualTo(ExecutionType.FLOW);
    assertThat(inside.name()).isEqualTo("a");
  }

  @Test
  void fa_37_the_first_wrapper_of_a_chain_is_the_outermost() {
    Execution main =
        play(
            store("outer"),
            store("inner"),
            using(run("a", put("x", 1)), plain("outer"), plain("inner")));

    assertThat(path(main)).containsExactly("outer", "inner", "player");
    assertThat(outputs(main.children().getFirst())).containsEntry("x", 1L);
  }

  @Test
  void fa_159_a_wrapper_that_is_attached_to_a_flow_is_put_around_each_execution_of_it() {
    Execution main = play(store("inner"), attach("inner"), run("a", put("x", 1)));

    assertThat(path(main)).containsExactly("inner", "player");
    assertThat(outputs(main.children().getFirst())).containsEntry("x", 1L);
  }

  @Test
  void fa_159_a_wrapper_of_a_flow_is_put_around_what_a_host_starts() {
    play(store("inner"), attach("inner"));
    Execution started = world.started(world.prepare(put("x", 1)).name("by host"));

    assertThat(succeeded(started)).containsEntry("x", 1L);
    assertThat(started.record().field("wrapper_id")).isEqualTo(id("inner"));
    assertThat(names(started.children())).containsExactly("by host");
  }

  @Test
  void fa_37_dynamic_wrappers_are_outside_static_ones() {
    Execution main =
        play(store("outer"), store("inner"), attach("inner"), using(run("a"), plain("outer")));

    assertThat(path(main)).containsExactly("outer", "inner", "player");
  }

  @Test
  void fa_159_unwrapped_starts_without_static_wrappers() {
    Execution main =
        play(store("inner"), attach("inner"), run("a").with("init", Map.of("unwrapped", true)));

    assertThat(path(main)).containsExactly("player");
  }

  @Test
  void fa_158_a_wrapper_may_itself_be_wrapped() {
    Execution main =
        play(
            store("outer"),
            store("inner", Map.of("wrapper_name", "outer")),
            using(run("a", put("x", 1)), plain("inner")));

    assertThat(path(main)).containsExactly("outer", "inner", "player");
    assertThat(outputs(main.children().getFirst())).containsEntry("x", 1L);
    assertThat(wrapped(main.children().getFirst(), "type")).isEqualTo("wrapper");
    assertThat(wrapped(main.children().getFirst(), "resource"))
        .isEqualTo(new RecordRef(RecordType.WRAPPER, "id", id("inner")));
  }

  @Test
  void fa_158_wrappers_in_a_circle_are_refused_before_a_child_exists() {
    Execution main =
        play(
            store("outer"),
            store("inner", Map.of("wrapper_name", "outer")),
            store("outer", Map.of("wrapper_name", "inner")),
            attempt(using(run("a"), plain("inner"))),
            put("error", caught()),
            put("message", caughtMessage()));

    assertThat(succeeded(main)).containsEntry("error", "InvalidInputError");
    assertThat((String) outputs(main).get("message")).contains("inner in outer in inner");
    assertThat(main.children()).isEmpty();
  }

  @Test
  void fa_13_fa_37_a_wrapper_that_does_not_exist_is_refused_before_a_child_exists() {
    Execution main =
        play(
            attempt(using(run("a"), plain("nope"))),
            put("error", caught()),
            put("m", caughtMessage()));

    assertThat(succeeded(main)).containsEntry("error", "ResourceNotFoundError");
    assertThat((String) outputs(main).get("m")).contains("<wrapper nope>");
    assertThat(main.children()).isEmpty();
  }

  @Test
  void fa_13_a_flow_that_does_not_exist_is_refused_although_it_is_wrapped() {
    Execution main =
        play(
            store("outer"),
            attempt(using(runFlow("a", "nope"), plain("outer"))),
            put("error", caught()));

    assertThat(succeeded(main)).containsEntry("error", "ResourceNotFoundError");
    assertThat(main.children()).isEmpty();
  }

  // ---------------------------------------------------------------- what wrappers are told and do

  @Test
  void fa_160_a_wrapper_is_told_what_it_is_put_around() {
    play(
        store("outer"),
        using(
            run("a").with("inputs", Map.of("k", 7)).with("init", Map.of("description", "d")),
            List.of("outer", Map.of("mine", 1, "moves", List.of()))));
    Execution wrapper = world.named("a");

    assertThat(wrapper.inputs()).containsEntry("mine", 1L);
    assertThat(wrapped(wrapper, "type")).isEqualTo("flow");
    assertThat(wrapped(wrapper, "resource")).isEqualTo(RecordRef.of(RecordType.FLOW, "player"));
    assertThat(wrapped(wrapper, "name")).isEqualTo("a");
    assertThat(wrapped(wrapper, "inputs")).isEqualTo(Map.of("k", 7L, "moves", List.of()));
    assertThat(wrapped(wrapper, "init")).isEqualTo(Map.of("description", "d"));
    assertThat(wrapped(wrapper, "connector_type")).isNull();
  }

  @Test
  void fa_160_a_wrapper_changes_the_inputs_of_what_it_runs() {
    Execution main =
        play(
            store("outer"),
            using(
                run("a", put("k", input("k"))).with("inputs", Map.of("k", 1)),
                doing(
                    "outer",
                    runWrapped()
                        .with("inputs", Map.of("k", 2))
                        .with("moves", moves(put("k", input("k")))))),
            put("got", field("a", "output_value")));

    assertThat(succeeded(main)).containsEntry("got", Map.of("k", 2L));
  }

  @Test
  void fa_158_a_wrapper_may_run_the_wrapped_one_many_times() {
    Execution main =
        play(store("outer"), using(run("a"), doing("outer", runWrapped(), runWrapped())));

    assertThat(names(main.children().getFirst().children())).containsExactly("a", "a");
  }

  @Test
  void fa_158_a_wrapper_may_never_run_the_wrapped_one() {
    Execution main =
        play(
            store("outer"),
            using(run("a"), doing("outer", log("not today"))),
            put("got", field("a", "output_value")));

    assertThat(succeeded(main)).containsEntry("got", Map.of());
    assertThat(main.children().getFirst().children()).isEmpty();
  }

  @Test
  void fa_161_outputs_that_the_wrapper_sets_stand() {
    Execution main =
        play(
            store("outer"),
            using(run("a", put("x", 1)), doing("outer", runWrapped(), put("y", 2))),
            put("got", field("a", "output_value")));

    assertThat(succeeded(main)).containsEntry("got", Map.of("y", 2L));
  }

  @Test
  void fa_161_without_outputs_of_its_own_those_of_the_last_success_count() {
    Execution main =
        play(
            store("outer"),
            using(
                run("a"),
                doing(
                    "outer",
                    runWrapped().with("inputs", Map.of()).with("moves", moves(put("x", 1))),
                    runWrapped().with("inputs", Map.of()).with("moves", moves(put("x", 2))),
                    attempt(
                        runWrapped()
                            .with("inputs", Map.of())
                            .with("moves", moves(put("x", 3), error("no")))))),
            put("got", field("a", "output_value")));

    assertThat(succeeded(main)).containsEntry("got", Map.of("x", 2L));
  }

  @Test
  void fa_160_run_wrapped_waits_as_it_is_told() {
    play(
        store("outer"),
        using(
            run("a", error("broken")),
            doing("outer", runWrapped().with("wait", "ALL_ENDED"), put("seen", true))));
    Execution wrapper =
        world.allNamed("a").stream()
            .filter(each -> !each.children().isEmpty())
            .findFirst()
            .orElseThrow();

    assertThat(succeeded(wrapper)).containsEntry("seen", true);
  }

  @Test
  void fa_160_a_failure_of_the_wrapped_one_is_one_of_the_wrapper_unless_it_is_caught() {
    Execution main =
        play(
            store("outer"),
            attempt(using(run("a", error("broken")), plain("outer"))),
            put("error", caught()),
            put("message", caughtMessage()));

    assertThat(succeeded(main)).containsEntry("error", "DependencyFailedError");
    assertThat((String) outputs(main).get("message")).contains("broken");
  }

  @Test
  void fa_160_a_timeout_of_run_wrapped_cancels_the_wrapped_one() {
    Execution main =
        play(
            store("outer"),
            using(
                start("a", sleep(1000)),
                doing("outer", attempt(runWrapped().with("timeout", 5)), put("error", caught()))));
    world.advanceSeconds(6);
    Execution wrapper = main.children().getFirst();

    assertThat(succeeded(wrapper)).containsEntry("error", "DependencyTimeoutError");
    ends(wrapper.children().getFirst(), ExecutionStatus.ENDED_CANCELLED);
  }

  @Test
  void fa_160_run_wrapped_exists_in_wrappers_only() {
    Execution main =
        play(attempt(runWrapped()), put("error", caught()), put("message", caughtMessage()));

    assertThat(succeeded(main)).containsEntry("error", "InvalidInputError");
    assertThat((String) outputs(main).get("message")).contains("put around nothing");
  }

  @Test
  void fa_160_the_input_wrapped_is_given_by_the_engine_only() {
    Execution main =
        play(
            store("outer"),
            attempt(using(run("a"), List.of("outer", Map.of("wrapped", 1)))),
            put("error", caught()));

    assertThat(succeeded(main)).containsEntry("error", "InvalidInputError");
    assertThat(main.children()).isEmpty();
  }

  // ---------------------------------------------------------------- with the rest of the API

  @Test
  void fa_31_retry_repeats_the_wrapper_with_all_that_is_in_it() {
    Execution main =
        play(
            store("outer"),
            attempt(
                using(
                    run("a", error("broken"))
                        .with("retry", Map.of("max_attempts", 2, "backoff", 1)),
                    plain("outer"))));
    world.advanceSeconds(2);

    assertThat(main.children()).hasSize(2);
    assertThat(main.children()).allMatch(each -> each.children().size() == 1);
    assertThat(main.children())
        .allMatch(each -> each.record().origin().type() == ExecutionType.SCRIPT);
  }

  @Test
  void fa_32_an_idempotency_key_finds_the_wrapped_and_the_bare_one() {
    Execution main =
        play(
            store("outer"),
            using(run("a", put("x", 1)).with("idempotency_key", "k"), plain("outer")),
            run("b", put("x", 2)).with("idempotency_key", "k"),
            put("got", field("b", "output_value")));

    assertThat(succeeded(main)).containsEntry("got", Map.of("x", 1L));
    assertThat(main.children()).hasSize(1);
  }

  @Test
  void fa_28_cancelling_a_wrapper_cancels_what_it_runs() {
    Execution main = play(store("outer"), using(start("a", sleep(1000)), plain("outer")));
    Execution wrapper = main.children().getFirst();
    world.cancel(wrapper);

    ends(wrapper, ExecutionStatus.ENDED_CANCELLED);
    ends(wrapper.children().getFirst(), ExecutionStatus.ENDED_CANCELLED);
  }

  @Test
  void fa_14_a_wrapped_execution_that_is_not_started_is_a_wrapper_that_is_not_started() {
    Execution main =
        play(
            store("outer"),
            using(create("a", put("x", 1)), plain("outer")),
            launchAndWait("a"),
            put("got", field("a", "output_value")));

    assertThat(succeeded(main)).containsEntry("got", Map.of("x", 1L));
    assertThat(path(main)).containsExactly("outer", "player");
  }

  @Test
  void fa_197_a_wrapper_goes_on_after_a_crash_where_it_was() {
    Execution main =
        play(
            store("outer"),
            using(
                run("a", sleep(600), put("x", 1)),
                doing("outer", log("before"), runWrapped(), log("after"))),
            put("got", field("a", "output_value")));
    world.crash();
    world.advanceSeconds(700);

    assertThat(succeeded(main)).containsEntry("got", Map.of("x", 1L));
    Execution wrapper = main.children().getFirst();
    assertThat(lines(wrapper)).containsExactly("before", "after");
    assertThat(wrapper.children()).hasSize(1);
  }

  @Test
  void fa_158_a_connection_can_be_wrapped_and_its_secrets_stay_hidden() {
    ScriptedConnector rest =
        ScriptedConnector.of("REST", Input.text("url").required(), Input.text("password").secret());
    rest = rest.answers(Map.of("status_code", 200));
    ScriptedConnector connector = rest;
    world.reopen(builder -> builder.connector(connector));
    Execution main =
        play(
            store("outer"),
            using(
                connect("a", "REST", Map.of("url", "there", "password", "geheim")), plain("outer")),
            put("got", field("a", "output_value")));

    assertThat(succeeded(main)).containsEntry("got", Map.of("status_code", 200L));
    assertThat(connector.asked()).containsExactly(Map.of("url", "there", "password", "geheim"));
    assertThat(main.children().getFirst().inputs()).containsEntry("wrapped", "***");
  }

  @Test
  void fa_170_locations_of_a_wrapper_and_of_what_it_is_put_around() {
    List<Move> moves = new ArrayList<>();
    moves.add(record("save_record", "project", "of wrapper").with("fields", Map.of()));
    moves.add(store("outer", Map.of("project_name", "of wrapper")));
    for (String way : List.of("created_by", "default", "wrapped_resource", "resource")) {
      moves.add(using(run(way).with("init", Map.of("location_inheritance", way)), plain("outer")));
    }
    Execution main = play(moves.toArray(Move[]::new));

    assertThat(main.children().stream().map(this::project))
        .containsExactly("Default project", "Default project", "Default project", "of wrapper");
    assertThat(main.children().stream().map(each -> project(each.children().getFirst())))
        .containsOnly("Default project");
  }

  private String project(Execution execution) {
    String id = String.valueOf(execution.record().attributes().projectId());
    return Stream.of("Default project", "of wrapper")
        .filter(
            name ->
                world
                    .store()
                    .record(RecordRef.of(RecordType.PROJECT, name))
                    .filter(record -> record.id().equals(id))
                    .isPresent())
        .findFirst()
        .orElse(id);
  }
}
