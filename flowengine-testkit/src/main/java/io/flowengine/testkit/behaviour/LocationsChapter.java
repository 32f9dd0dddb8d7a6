package io.flowengine.testkit.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.execution.Execution;
import io.flowengine.execution.LogEntry;
import io.flowengine.execution.LogLevel;
import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import io.flowengine.spi.AccessRequest.Access;
import io.flowengine.spi.Authorizer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Sections 2 and 14: in which project an execution is, which roles it has, what they allow. */
abstract class LocationsChapter extends Chapter {
  private static final String DEFAULT = "Default project";

  LocationsChapter(Front front) {
    super(front);
  }

  private static Move project(String name) {
    return record("save_record", "project", name).with("fields", Map.of());
  }

  private @Nullable String project(Execution execution) {
    return execution.record().attributes().projectId();
  }

  private String id(String project) {
    return world.recordId(RecordRef.of(RecordType.PROJECT, project));
  }

  private Execution inProjectP(Move... moves) {
    return play(project("p"), run("a", moves).with("init", Map.of("project_name", "p")));
  }

  private static Authorizer refusing(Access access, String role) {
    return request ->
        request.access() == access && request.roles().contains(role)
            ? Optional.of(role + "s may not")
            : Optional.empty();
  }

  @Test
  void fa_171_a_child_is_where_its_creator_is() {
    inProjectP(run("b"));

    assertThat(project(world.named("a"))).isEqualTo(id("p"));
    assertThat(project(world.named("b"))).isEqualTo(id("p"));
  }

  @Test
  void fa_24_fa_170_a_child_is_where_its_location_inheritance_says() {
    inProjectP(
        run("b").with("init", Map.of("location_inheritance", "created-by")),
        run("c").with("init", Map.of("location_inheritance", "default")),
        run("d").with("init", Map.of("location_inheritance", "resource")),
        run("e").with("init", Map.of("location_inheritance", "wrapped_resource")));

    assertThat(project(world.named("b"))).isEqualTo(id("p"));
    for (String child : List.of("c", "d", "e")) {
      assertThat(project(world.named(child))).as(child).isEqualTo(id(DEFAULT));
    }
  }

  @Test
  void fa_170_fa_174_an_earlier_spelling_of_a_location_is_a_warning_once() {
    Execution main =
        play(
            run("b").with("init", Map.of("location_inheritance", "created-by")),
            run("c").with("init", Map.of("location_inheritance", "created-by")));

    assertThat(main.log())
        .filteredOn(entry -> entry.level() == LogLevel.WARNING)
        .extracting(LogEntry::text)
        .containsExactly("location_inheritance='created-by' is deprecated; use 'created_by'");
  }

  @Test
  void fa_24_a_project_that_is_named_overrides_location_inheritance() {
    play(
        project("p"),
        run("a").with("init", Map.of("project_name", "p", "location_inheritance", "default")));

    assertThat(project(world.named("a"))).isEqualTo(id("p"));
  }

  @Test
  void fa_170_another_location_inheritance_is_refused() {
    Execution main =
        play(
            attempt(run("a").with("init", Map.of("location_inheritance", "moon"))),
            put("error", caught()));

    assertThat(succeeded(main)).containsEntry("error", "InvalidInputError");
  }

  private static Move say(Map<String, ?> fields) {
    return record("save_record", "flow", "player").with("fields", fields);
  }

  @Test
  void fa_172_a_flow_that_is_no_record_says_where_its_executions_are() {
    inProjectP(
        say(Map.of("location_inheritance", "default")),
        run("b"),
        run("c").with("init", Map.of("location_inheritance", "created_by")));

    assertThat(project(world.named("a"))).isEqualTo(id("p"));
    assertThat(project(world.named("b"))).isEqualTo(id(DEFAULT));
    assertThat(project(world.named("c"))).isEqualTo(id("p"));
  }

  @Test
  void fa_104_a_flow_that_is_no_record_says_what_its_executions_are_given() {
    Execution main =
        play(
            say(Map.of("priority", 7, "roles", List.of("auditor"))),
            run("a"),
            put("said", recordField("flow", "player", "roles")));

    assertThat(world.named("a").record().attributes().priority()).isEqualTo(7);
    assertThat(world.named("a").record().field("roles")).isEqualTo(List.of("auditor"));
    assertThat(succeeded(main)).containsEntry("said", List.of("auditor"));
  }

  @Test
  void fa_104_what_a_flow_that_is_no_record_cannot_be_given_is_refused() {
    Execution main =
        play(
            attempt(say(Map.of("location_inheritance", "moon"))),
            put("value", caught()),
            attempt(say(Map.of("priority", 7, "script", "x"))),
            put("field", caught()));

    assertThat(succeeded(main))
        .containsEntry("value", "InvalidInputError")
        .containsEntry("field", "PermissionDenied");
  }

  @Test
  void fa_103_an_execution_moves_to_another_project() {
    Execution main =
        play(project("p"), Move.of("save").with("fields", Map.of("project_name", "p")));

    assertThat(project(main)).isEqualTo(id("p"));
  }

  @Test
  void fa_27_a_child_has_the_roles_of_its_creator_unless_it_is_given_others() {
    play(
        run("a", run("b"), run("c").with("init", Map.of("roles", List.of("admin"))))
            .with("init", Map.of("roles", List.of("guest"))));

    assertThat(world.named("a").record().field("roles")).isEqualTo(List.of("guest"));
    assertThat(world.named("b").record().field("roles")).isEqualTo(List.of("guest"));
    assertThat(world.named("c").record().field("roles")).isEqualTo(List.of("admin"));
  }

  @Test
  void fa_27_without_a_policy_roles_forbid_nothing() {
    play(run("a", saveSetting("s", 1)).with("init", Map.of("roles", List.of("guest"))));

    assertThat(succeeded(world.named("a"))).isEmpty();
  }

  @Test
  void fa_27_what_the_policy_refuses_raises_and_is_not_done() {
    world.reopen(builder -> builder.authorizer(refusing(Access.SAVE, "guest")));
    Execution main =
        play(
            run(
                    "a",
                    attempt(saveSetting("s", 1)),
                    put("error", caught()),
                    put("message", caughtMessage()),
                    put("exists", exists("setting", "s")))
                .with("init", Map.of("roles", List.of("guest"))),
            saveSetting("t", 1));

    assertThat(succeeded(world.named("a")))
        .containsEntry("error", "PermissionDenied")
        .containsEntry("exists", false);
    assertThat((String) outputs(world.named("a")).get("message"))
        .contains("guests may not", "<setting s>");
    assertThat(succeeded(main)).isEmpty();
  }

  @Test
  void fa_27_a_flow_that_must_not_be_started_is_not_created() {
    world.reopen(builder -> builder.authorizer(refusing(Access.START, "guest")));
    play(
        run("a", attempt(run("b")), put("error", caught()))
            .with("init", Map.of("roles", List.of("guest"))));

    assertThat(succeeded(world.named("a"))).containsEntry("error", "PermissionDenied");
    assertThat(world.allNamed("b")).isEmpty();
  }

  @Test
  void fa_27_fa_197_a_refusal_stands_although_the_policy_has_changed() {
    world.reopen(builder -> builder.authorizer(refusing(Access.READ, "guest")));
    play(
        run("a", attempt(put("x", exists("setting", "s"))), put("error", caught()), sleep(60))
            .with("init", Map.of("roles", List.of("guest"))));
    world.reopen(builder -> builder);
    world.advanceSeconds(60);

    assertThat(succeeded(world.named("a"))).containsOnly(Map.entry("error", "PermissionDenied"));
  }

  private Execution asGuest(Access forbidden, Move... moves) {
    world.reopen(builder -> builder.authorizer(refusing(forbidden, "guest")));
    play(
        saveSetting("s", 1),
        run("a", attempt(moves), put("error", caught()), put("message", caughtMessage()))
            .with("init", Map.of("roles", List.of("guest"))));
    return world.named("a");
  }

  @Test
  void fa_27_fa_113_the_policy_is_asked_about_locks() {
    Execution acquires = asGuest(Access.LOCK, acquire("s"));

    assertThat(succeeded(acquires)).containsEntry("error", "PermissionDenied");
    assertThat((String) outputs(acquires).get("message")).contains("lock or release <setting s>");
    assertThat(world.engine().operations().locks()).isEmpty();
  }

  @Test
  void fa_27_fa_113_the_policy_is_asked_about_the_release_of_locks() {
    assertThat(succeeded(asGuest(Access.LOCK, release("s"))))
        .containsEntry("error", "PermissionDenied");
  }

  @Test
  void fa_27_fa_142_the_policy_is_asked_about_messages() {
    assertThat(succeeded(asGuest(Access.ASK, ask("hold"))))
        .containsEntry("error", "PermissionDenied");
    assertThat(world.engine().openMessages()).isEmpty();
  }

  @Test
  void fa_27_fa_142_who_may_ask_may_wait_for_the_answer() {
    Execution asks =
        asGuest(Access.READ, request("hold").with("into", "m"), put("r", response("m")));
    world.answer("hold", Map.of("string", "yes"));

    assertThat(succeeded(asks)).containsEntry("r", Map.of("string", "yes"));
  }
}
