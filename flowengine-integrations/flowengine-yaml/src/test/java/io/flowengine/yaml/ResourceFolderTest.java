package io.flowengine.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.flowengine.FlowEngine;
import io.flowengine.connector.Connector;
import io.flowengine.connector.ConnectorCall;
import io.flowengine.connector.Input;
import io.flowengine.connector.Inputs;
import io.flowengine.connector.Outputs;
import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import io.flowengine.execution.SecretRef;
import io.flowengine.python.PythonFlows;
import io.flowengine.python.PythonRuntime;
import io.flowengine.testkit.VirtualTime;
import io.flowengine.testkit.rule.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResourceFolderTest {
  private static final PythonRuntime RUNTIME = PythonRuntime.builder().interpreters(1).build();
  private static final String HANDLER = "def handler(system, this):\n    return 'done'\n";

  private final List<FlowEngine> engines = new ArrayList<>();
  @TempDir private Path folder;

  @AfterEach
  void close() {
    engines.forEach(FlowEngine::close);
  }

  @AfterAll
  static void closeAll() {
    RUNTIME.close();
  }

  private FlowEngine open() {
    FlowEngine engine =
        FlowEngine.builder()
            .environment(VirtualTime.manual().node())
            .shutdown(Duration.ZERO)
            .language(PythonFlows.on(RUNTIME))
            .connector(new Crm())
            .build();
    engines.add(engine);
    return engine;
  }

  /** A connector with a secret. */
  private static final class Crm implements Connector {
    @Override
    public String type() {
      return "CRM";
    }

    @Override
    public Inputs inputs() {
      return Inputs.of(Input.text("host"), Input.text("password").secret());
    }

    @Override
    public Outputs outputs() {
      return Outputs.of();
    }

    @Override
    public Map<String, ?> run(ConnectorCall call) {
      return Map.of();
    }
  }

  private void file(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private ImportReport importInto(FlowEngine engine) {
    return ResourceFolder.of(folder).importInto(engine);
  }

  private ExportReport exportFrom(FlowEngine engine) {
    return ResourceFolder.of(folder).exportFrom(engine);
  }

  private List<String> violations() {
    InvalidResourcesException refused =
        catchThrowableOfType(InvalidResourcesException.class, () -> importInto(open()));
    return refused.violations().stream()
        .map(each -> folder.relativize(each.file()) + ":" + each.line() + ": " + each.message())
        .toList();
  }

  private static Map<String, Object> find(FlowEngine engine, RecordType type, String name) {
    return engine.records().find(type, name).orElseThrow();
  }

  private void writeOneOfEach() throws IOException {
    file("projects/shop.yaml", "description: what we sell\n");
    file("wrappers/outer.py", HANDLER);
    file("wrappers/inner.py", HANDLER);
    file("wrappers/inner.yaml", "wrapper: outer\n");
    file("flows/orders.py", HANDLER);
    file("flows/orders.yaml", "project: shop\nwrapper: inner\npriority: 5\n");
    file("settings/limits.yaml", "value:\n  most: 3\n  names: [a, b]\n");
    file(
        "connectors/crm.yaml",
        "connector_type: CRM\nvalue:\n  host: crm.example.org\n  password: !secret crm-password\n");
    file(
        "schedules/nightly.yaml",
        "flow: orders\ncron: 0 2 * * *\nzone: Europe/Berlin\ninputs: {day: today}\n");
    file("webhooks/order placed.yaml", "flow: orders\nis_enabled: true\n");
  }

  @Test
  void records_of_all_kinds_are_imported() throws Exception {
    writeOneOfEach();
    FlowEngine engine = open();
    ImportReport report = importInto(engine);

    assertThat(report.created())
        .extracting(RecordRef::toString)
        .containsExactly(
            "<project shop>",
            "<wrapper outer>",
            "<wrapper inner>",
            "<flow orders>",
            "<setting limits>",
            "<connector crm>",
            "<schedule nightly>",
            "<webhook order placed>");
    assertThat(find(engine, RecordType.SETTING, "limits"))
        .containsEntry("value", Map.of("most", 3L, "names", List.of("a", "b")));
    assertThat(engine.schedules().nextFires("nightly", 1)).hasSize(1);
    assertThat(find(engine, RecordType.FLOW, "orders").get("project_id"))
        .isEqualTo(find(engine, RecordType.PROJECT, "shop").get("id"));
  }

  @Test
  void what_was_exported_is_the_same_after_an_import_elsewhere(@TempDir Path other)
      throws Exception {
    writeOneOfEach();
    FlowEngine first = open();
    importInto(first);
    ResourceFolder.of(other).exportFrom(first);
    FlowEngine second = open();
    ImportReport report = ResourceFolder.of(other).importInto(second);

    assertThat(report.created()).hasSize(8);
    assertThat(importInto(second).unchanged()).hasSize(8);
    assertThat(ResourceFolder.of(other).exportFrom(second).strays()).isEmpty();
  }

  @Test
  void what_is_the_same_is_not_written_again() throws Exception {
    writeOneOfEach();
    file("schedules/often.yaml", "flow: orders\nevery: 60\n");
    FlowEngine engine = open();
    importInto(engine);
    Object before = find(engine, RecordType.SCHEDULE, "often").get("modified_at");
    ImportReport again = importInto(engine);

    assertThat(again.created()).isEmpty();
    assertThat(again.changed()).isEmpty();
    assertThat(find(engine, RecordType.SCHEDULE, "often")).containsEntry("modified_at", before);
  }

  @Test
  void a_field_that_is_taken_out_of_its_file_gets_its_default() throws Exception {
    file("flows/orders.py", HANDLER);
    file("flows/orders.yaml", "priority: 5\n");
    FlowEngine engine = open();
    importInto(engine);
    Files.delete(folder.resolve("flows/orders.yaml"));

    assertThat(importInto(engine).changed()).hasSize(1);
    assertThat(find(engine, RecordType.FLOW, "orders").get("priority")).isNull();
  }

  @Test
  void all_violations_are_told_at_once_with_their_lines() throws Exception {
    file("flows/broken.py", "def handler(system, this):\n    x = = 1\n");
    file("settings/twice.yaml", "value: 1\nvalue: 2\n");
    file("settings/odd.yaml", "value:\n  - [1, 2\n");
    file("settings/list.yaml", "- 1\n");
    file("settings/notes.txt", "");
    file("webhooks/hook.yaml", "is_enabled: true\nflow: nobody\ncolour: red\n");
    file("schedules/never.yaml", "flow: good\nzone: Mars/Base\ncron: 0 0 30 2 *\n");
    file("flows/good.py", HANDLER);

    assertThat(violations())
        .satisfiesExactly(
            each -> assertThat(each).startsWith("flows/broken.py:2: ").contains("invalid syntax"),
            each -> assertThat(each).startsWith("schedules/never.yaml:1: "),
            each -> assertThat(each).startsWith("settings/list.yaml:1: must be fields and values"),
            each -> assertThat(each).startsWith("settings/notes.txt:1: is no record"),
            each -> assertThat(each).startsWith("settings/odd.yaml:3: "),
            each ->
                assertThat(each)
                    .isEqualTo("settings/twice.yaml:2: 'value' is there already, in line 1"),
            each -> assertThat(each).startsWith("webhooks/hook.yaml:2: ").contains("nobody"),
            each ->
                assertThat(each)
                    .startsWith("webhooks/hook.yaml:3: webhook field 'colour' does not exist"));
  }

  @Test
  void nothing_is_imported_if_one_file_is_wrong() throws Exception {
    file("settings/good.yaml", "value: 1\n");
    file("settings/bad.yaml", "value: [\n");
    FlowEngine engine = open();

    assertThatThrownBy(() -> importInto(engine))
        .isInstanceOf(InvalidResourcesException.class)
        .hasMessageContaining("nothing was imported:\n" + folder.resolve("settings/bad.yaml:2: "));
    assertThat(engine.records().names(RecordType.SETTING)).isEmpty();
  }

  @Test
  void a_schedule_whose_flow_is_gone_is_refused_with_its_line() throws Exception {
    file("schedules/nightly.yaml", "cron: 0 2 * * *\nflow: gone\n");

    assertThat(violations())
        .singleElement()
        .asString()
        .startsWith("schedules/nightly.yaml:2: ")
        .contains("gone");
  }

  @Test
  @Rule("SC-8")
  void the_flows_that_follow_the_ends_of_runs_may_be_new_in_the_same_folder() throws Exception {
    file("flows/orders.py", HANDLER);
    FlowEngine engine = open();
    importInto(engine);
    file("flows/alarm.py", HANDLER);
    file("flows/asked.py", HANDLER);
    file(
        "schedules/nightly.yaml",
        "cron: 0 2 * * *\nflow: orders\non_failure: alarm\nshould_run: asked\n");
    importInto(engine);

    assertThat(find(engine, RecordType.SCHEDULE, "nightly"))
        .containsEntry("on_failure", "alarm")
        .containsEntry("should_run", "asked");
  }

  @Test
  @Rule("SC-8")
  void one_that_nobody_has_is_refused_with_its_line_though_the_flow_itself_is_new()
      throws Exception {
    file("flows/orders.py", HANDLER);
    file("schedules/nightly.yaml", "cron: 0 2 * * *\nflow: orders\non_failure: nobody\n");

    assertThat(violations())
        .singleElement()
        .asString()
        .startsWith("schedules/nightly.yaml:3: ")
        .contains("nobody");
  }

  @Test
  void wrappers_around_each_other_are_refused() throws Exception {
    file("wrappers/a.py", HANDLER);
    file("wrappers/a.yaml", "wrapper: b\n");
    file("wrappers/b.py", HANDLER);
    file("wrappers/b.yaml", "wrapper: a\n");

    assertThat(violations())
        .contains("wrappers/b.yaml:1: wrappers go around each other in a circle");
  }

  @Test
  void literal_secrets_are_not_exported() throws Exception {
    FlowEngine engine = open();
    engine
        .records()
        .save(
            RecordType.CONNECTOR,
            "crm",
            Map.of("connector_type", "CRM", "value", Map.of("host", "h", "password", "hunter2")));
    engine
        .records()
        .save(
            RecordType.CONNECTOR,
            "odd",
            Map.of("connector_type", "ODD", "value", Map.of("a", "hunter2")));
    file("flows/f.py", HANDLER);
    importInto(engine);
    engine.records().save(RecordType.WEBHOOK, "hook", Map.of("flow", "f", "key", "hunter2"));
    ExportReport report = exportFrom(engine);

    for (Path file : report.files()) {
      assertThat(file).content().doesNotContain("hunter2");
    }
    assertThat(report.leftOut())
        .extracting(each -> each.substring(each.lastIndexOf(": ") + 2))
        .containsExactly("value.password", "value.a", "key");
  }

  @Test
  void secrets_that_were_left_out_stay_in_the_store() throws Exception {
    FlowEngine engine = open();
    Map<String, String> value = Map.of("host", "h", "password", "hunter2");
    engine
        .records()
        .save(RecordType.CONNECTOR, "crm", Map.of("connector_type", "CRM", "value", value));
    exportFrom(engine);
    assertThat(importInto(engine).unchanged()).hasSize(1);
    Path file = folder.resolve("connectors/crm.yaml");
    Files.writeString(file, Files.readString(file).replace("host: h", "host: other"));
    importInto(engine);

    assertThat(find(engine, RecordType.CONNECTOR, "crm"))
        .containsEntry("value", Map.of("host", "other", "password", "hunter2"));
  }

  @Test
  void a_secret_that_was_left_out_and_is_nowhere_is_refused() throws Exception {
    file("connectors/crm.yaml", "connector_type: CRM\nvalue:\n  password: !secret\n");

    assertThat(violations())
        .singleElement()
        .asString()
        .startsWith("connectors/crm.yaml:2: value.password is a secret that was left out");
  }

  @Test
  void the_name_of_a_secret_is_kept() throws Exception {
    file("connectors/crm.yaml", "connector_type: CRM\nvalue: {password: !secret crm-password}\n");
    FlowEngine engine = open();
    importInto(engine);
    exportFrom(engine);

    assertThat(find(engine, RecordType.CONNECTOR, "crm").get("value"))
        .isEqualTo(Map.of("password", new SecretRef("crm-password")));
    assertThat(folder.resolve("connectors/crm.yaml"))
        .content()
        .contains("!secret \"crm-password\"");
  }

  @Test
  void files_of_deleted_records_are_told_and_stay() throws Exception {
    file("settings/a.yaml", "value: 1\n");
    FlowEngine engine = open();
    importInto(engine);
    engine.records().delete(RecordType.SETTING, "a");

    assertThat(exportFrom(engine).strays()).containsExactly(folder.resolve("settings/a.yaml"));
    assertThat(folder.resolve("settings/a.yaml")).exists();
  }

  @Test
  void names_that_are_no_file_names_are_written_in_the_file() throws Exception {
    FlowEngine engine = open();
    String name = "ö".repeat(128);
    for (String each : List.of("a/b: c%", "..", "Case", "case", name)) {
      engine.records().save(RecordType.SETTING, each, Map.of("value", each));
    }
    exportFrom(engine);
    FlowEngine other = open();
    importInto(other);

    assertThat(other.records().names(RecordType.SETTING))
        .containsExactlyInAnyOrder("a/b: c%", "..", "Case", "case", name);
  }
}
