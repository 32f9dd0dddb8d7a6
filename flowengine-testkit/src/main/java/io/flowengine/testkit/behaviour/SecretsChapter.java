package io.flowengine.testkit.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.connector.Input;
import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.LogEntry;
import io.flowengine.spi.JournalEntry;
import io.flowengine.spi.SecretResolver;
import io.flowengine.testkit.ForwardingStore;
import io.flowengine.testkit.ScriptedConnector;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Section 6: secrets are named, passwords are handed on, and neither is stored. */
abstract class SecretsChapter extends Chapter {
  private static final String TOKEN = "correct-horse";

  private final ScriptedConnector rest =
      ScriptedConnector.of("REST", Input.text("url"), Input.text("password").secret());
  private final Map<String, String> known = new HashMap<>(Map.of("crm-token", TOKEN));
  private final Map<String, Map<String, String>> written = new HashMap<>();

  SecretsChapter(Front front) {
    super(front);
  }

  @BeforeEach
  final void open() {
    rest.answers(Map.of());
    world.reopen(
        builder -> builder.connector(rest).secrets(name -> Optional.ofNullable(known.get(name))));
  }

  private static Map<String, Object> named(String secret) {
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("expr", "secret");
    form.put("name", secret);
    return form;
  }

  private static Move withSecret() {
    return connect("a", "REST", Map.of("password", named("crm-token")));
  }

  private static Move storedConnector(Object password) {
    return record("save_record", "connector", "crm")
        .with(
            "fields",
            Map.of(
                "connector_type",
                "REST",
                "value",
                Map.of("password", password),
                "vault_secrets",
                List.of(
                    Map.of("vault_name", "v", "engine_path", "kv", "secret_path", "other"),
                    Map.of("vault_name", "v", "engine_path", "kv", "secret_path", "crm"))));
  }

  private Map<String, @Nullable Object> refused(Move move) {
    return succeeded(play(attempt(move), put("error", caught()), put("message", caughtMessage())));
  }

  @Test
  void fa_106_a_connector_gets_the_secret_that_the_flow_names() {
    succeeded(play(withSecret()));

    assertThat(rest.asked().getFirst()).containsEntry("password", TOKEN);
  }

  @Test
  void fa_106_the_secret_is_in_no_journal_log_or_record() {
    Execution main = play(withSecret(), log(named("crm-token")));

    assertThat(journal(main)).extracting(JournalEntry::toString).noneMatch(e -> e.contains(TOKEN));
    assertThat(main.log()).extracting(LogEntry::toString).noneMatch(e -> e.contains(TOKEN));
    assertThat(lines(main)).containsExactly("***");
    assertThat(world.store().executions(List.of(world.named("a").id())).toString())
        .contains("crm-token")
        .doesNotContain(TOKEN);
  }

  @Test
  void fa_106_a_secret_is_resolved_anew_for_each_connection() {
    Execution main = play(withSecret(), ask("hold"), withSecret());
    known.put("crm-token", "battery");
    rest.answers(Map.of());
    world.answer("hold");

    succeeded(main);
    assertThat(rest.asked())
        .extracting(each -> each.get("password"))
        .containsExactly(TOKEN, "battery");
  }

  @Test
  void fa_106_a_secret_that_nobody_knows_ends_the_connection_with_its_name() {
    play(attempt(connect("a", "REST", Map.of("password", named("nope")))));

    ends(world.named("a"), ExecutionStatus.ENDED_ERROR);
    assertThat(world.named("a").record().state().failure())
        .extracting(failure -> failure.name())
        .isEqualTo("SecretNotFoundError");
    assertThat(text(world.named("a"))).contains("'nope'", "secrets(");
    assertThat(rest.asked()).isEmpty();
  }

  @Test
  void fa_106_what_a_connector_says_of_a_named_secret_is_hidden() {
    ScriptedConnector failing =
        ScriptedConnector.of("REST", Input.text("url"), Input.text("password"))
            .fails("HttpError", "login with " + TOKEN + " was refused");
    world.reopen(
        builder ->
            builder.connector(failing).secrets(name -> Optional.ofNullable(known.get(name))));
    play(attempt(withSecret()));

    assertThat(text(world.named("a"))).contains("login with *** was refused");
  }

  @Test
  void fa_106_a_value_of_a_connector_comes_from_its_vaults() {
    known.put("v/kv/crm/token", TOKEN);
    Execution main = play(storedConnector("vault.secret(token)"), connectBy("a", "crm", Map.of()));

    succeeded(main);
    assertThat(rest.asked().getFirst()).containsEntry("password", TOKEN);
    assertThat(world.store().executions(List.of(world.named("a").id())).toString())
        .doesNotContain(TOKEN);
  }

  @Test
  void fa_106_a_value_that_no_vault_has_ends_the_connection() {
    play(attempt(storedConnector("vault.secret(nope)"), connectBy("a", "crm", Map.of())));

    assertThat(text(world.named("a"))).contains("'nope'", "v/kv/crm");
  }

  @Test
  void fa_106_a_literal_secret_is_refused_by_a_store_that_would_keep_it_readable() {
    world.reopen(
        builder ->
            builder
                .connector(rest)
                .secrets(name -> Optional.ofNullable(known.get(name)))
                .store(
                    new ForwardingStore(world.store()) {
                      @Override
                      public boolean keepsSecrets() {
                        return false;
                      }
                    }));
    Map<String, @Nullable Object> told = refused(connect("a", "REST", Map.of("password", TOKEN)));

    assertThat(told).containsEntry("error", "InvalidInputError");
    assertThat((String) told.get("message"))
        .contains("password", "system.secret(name)", "payloadCodec")
        .doesNotContain(TOKEN);
    assertThat(world.allNamed("a")).isEmpty();
    succeeded(play(withSecret()));
  }

  // ---------------------------------------------------------------- what flows write

  private static Move writeSecret(Object secret) {
    return Move.of("write_secret")
        .with("name", "v")
        .with("path", "crm")
        .with("secrets", Map.of("token", secret));
  }

  private final class Vault implements SecretResolver {
    @Override
    public Optional<String> find(String name) {
      return Optional.empty();
    }

    @Override
    public boolean write(String vault, String path, Map<String, String> secrets) {
      written.put(vault + "/" + path, secrets);
      return true;
    }
  }

  @Test
  void fa_107_a_secret_is_written_where_the_host_keeps_secrets_and_its_value_is_not_recorded() {
    world.reopen(builder -> builder.secrets(new Vault()));
    Execution main = play(writeSecret(TOKEN));

    succeeded(main);
    assertThat(written).containsEntry("v/crm", Map.of("token", TOKEN));
    assertThat(journal(main).toString()).contains("token").doesNotContain(TOKEN);
  }

  @Test
  void fa_107_without_a_place_to_write_to_it_is_refused() {
    Map<String, @Nullable Object> told = refused(writeSecret(TOKEN));

    assertThat(told).containsEntry("error", "PermissionDenied");
    assertThat((String) told.get("message")).contains("<vault_config v>", "SecretResolver");
  }

  @Test
  void fa_107_a_secret_is_text() {
    world.reopen(builder -> builder.secrets(new Vault()));
    Map<String, @Nullable Object> told = refused(writeSecret(1));

    assertThat((String) told.get("message")).contains("secrets['token']", "must be text");
    assertThat(written).isEmpty();
  }

  private static Move password(String current) {
    return record("save_record", "user", "ada")
        .with("fields", Map.of("password", TOKEN, "current_password", current, "is_enabled", true));
  }

  private void withDirectory(Map<String, String> passwords) {
    world.reopen(
        builder ->
            builder.userDirectory(
                (user, password, current) -> {
                  if (!passwords.getOrDefault(user, "").equals(current)) {
                    return Optional.of("the present password is another one");
                  }
                  passwords.put(user, password);
                  return Optional.empty();
                }));
  }

  @Test
  void fa_109_a_password_goes_to_the_directory_of_the_host_and_is_not_stored() {
    Map<String, String> passwords = new HashMap<>(Map.of("ada", "old"));
    withDirectory(passwords);
    Execution main =
        play(password("old"), put("enabled", recordField("user", "ada", "is_enabled")));

    assertThat(succeeded(main)).containsEntry("enabled", true);
    assertThat(passwords).containsEntry("ada", TOKEN);
    assertThat(journal(main).toString()).contains("is_enabled").doesNotContain(TOKEN);
  }

  @Test
  void fa_109_what_the_directory_refuses_saves_nothing() {
    withDirectory(new HashMap<>(Map.of("ada", "another")));
    Execution main =
        play(attempt(password("old")), put("error", caught()), put("ada", exists("user", "ada")));

    assertThat(succeeded(main))
        .containsEntry("error", "PermissionDenied")
        .containsEntry("ada", false);
  }

  @Test
  void fa_109_without_a_directory_a_password_is_refused() {
    assertThat(refused(password("old"))).containsEntry("error", "PermissionDenied");
  }

  @Test
  void fa_109_users_and_roles_have_their_fields() {
    Execution main =
        play(
            record("save_record", "user", "u")
                .with(
                    "fields",
                    Map.of(
                        "icon",
                        "i",
                        "is_engine_user",
                        true,
                        "is_ssp_user",
                        false,
                        "pending_email",
                        "u@example.com",
                        "roles",
                        List.of("guest"))),
            record("save_record", "role", "r").with("fields", Map.of("icon", "j")),
            put("roles", recordField("user", "u", "roles")),
            put("email", recordField("user", "u", "pending_email")),
            put("icon", recordField("role", "r", "icon")));

    assertThat(succeeded(main))
        .containsEntry("roles", List.of("guest"))
        .containsEntry("email", "u@example.com")
        .containsEntry("icon", "j");
  }
}
