package io.flowengine.python;

import static io.flowengine.testkit.FlowAssertions.assertThat;
import static java.time.Duration.ofMinutes;

import io.flowengine.execution.Execution;
import io.flowengine.execution.Query;
import io.flowengine.execution.RecordType;
import io.flowengine.testkit.FlowEngineExtension;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Flows that other flows save as records. */
class StoredFlowsTest {
  private static final String HELLO = "def handler(system, this, inputs):\n    return {'x': 1}\n";

  @RegisterExtension
  final FlowEngineExtension flows =
      FlowEngineExtension.builder()
          .language(() -> PythonFlows.on(SharedPython.RUNTIME))
          .flow("java", (system, self, inputs) -> null)
          .script("folder", HELLO.replace("1", "'folder'"))
          .build();

  private Execution run(String... lines) {
    flows.script(
        "main",
        "def handler(system, this, inputs):\n    hello = inputs['hello']\n    "
            + String.join("\n    ", lines)
            + "\n");
    Execution main = flows.engine().flow("main").input("hello", HELLO).start();
    main.outcome(ofMinutes(1));
    return main;
  }

  private static String caught(String... lines) {
    return "try:\n        "
        + String.join("\n        ", lines)
        + "\n    except flow_api.EngineException as e:\n"
        + "        return {'error': type(e).__name__, 'message': e.message}";
  }

  @Test
  void fa_82_fa_104_a_flow_is_saved_and_run() {
    Execution main =
        run(
            "system.flow('stored').save(script=hello)",
            "child = this.flow('stored')",
            "return child.get('output_value')");

    assertThat(main).succeeded().hasOutput("x", 1L);
  }

  @Test
  void fa_12_a_flow_is_run_by_its_id_too() {
    Execution main =
        run(
            "id = system.flow('stored').save(script=hello).get('id')",
            "child = this.flow(id)",
            "return {'name': child.get('flow_name'), 'same': child.get('flow_id') == id}");

    assertThat(main).succeeded().hasOutput("name", "stored").hasOutput("same", true);
  }

  @Test
  void fa_33_an_execution_keeps_the_text_it_started_with() {
    Execution main =
        run(
            "flow = system.flow('stored').save(script=hello)",
            "first = this.flow('stored', run=False)",
            "flow.save(script=hello.replace('1', '2'))",
            "second = this.flow('stored')",
            "first.run()",
            "third = this.flow('stored', version=first.get('flow_version'))",
            "return {n: c.get('output_value')['x'] for n, c in zip('abc', (first, second, third))}");

    assertThat(main).succeeded().hasOutputs(Map.of("a", 1L, "b", 2L, "c", 1L));
  }

  @Test
  void fa_84_a_deleted_flow_cannot_be_started_any_more() {
    Execution main =
        run(
            "flow = system.flow('stored').save(script=hello)",
            "flow.delete()",
            caught("this.flow('stored')"));

    assertThat(main).succeeded().hasOutput("error", "ResourceNotFoundError");
  }

  @Test
  void fa_86_a_flow_of_a_folder_is_copied_and_changed() {
    Execution main =
        run(
            "copy = system.flow('folder').clone(name='mine')",
            "return this.flow(copy).get('output_value')");

    assertThat(main).succeeded().hasOutput("x", "folder");
  }

  @Test
  void fa_82_a_flow_of_a_folder_or_in_java_is_read_only() {
    Execution main =
        run(
            "found = []",
            "for name in ('folder', 'java'):",
            "    try:",
            "        system.flow(name).save(script=hello)",
            "    except flow_api.PermissionDenied as e:",
            "        found.append(e.message)",
            "return {'found': found}");

    assertThat(main).succeeded();
    Assertions.assertThat((List<?>) main.outputs().get("found"))
        .hasSize(2)
        .allSatisfy(message -> Assertions.assertThat(message.toString()).contains("read-only"));
  }

  @Test
  void fa_88_all_flows_are_listed_in_order() {
    Execution main =
        run(
            "system.flow('stored').save(script=hello)",
            "return {'names': [f.get('name') for f in system.flows(order='-name')]}");

    assertThat(main).succeeded().hasOutput("names", List.of("stored", "main", "java", "folder"));
  }

  @Test
  void fa_88_flows_are_listed_by_their_fields() {
    Execution main =
        run(
            "system.flow('a').save(script=hello, priority=5)",
            "system.flow('b').save(script=hello)",
            "filter_ = {'field': 'priority', 'op': 'eq', 'value': 5}",
            "return {'names': [f.get('name') for f in system.flows(filter_)]}");

    assertThat(main).succeeded().hasOutput("names", List.of("a"));
  }

  @Test
  void fa_104_executions_have_what_their_flow_says_unless_the_call_says_otherwise() {
    Execution main =
        run(
            "system.flow('stored').save(script=hello, priority=7, roles=['auditor'])",
            "plain = this.flow('stored')",
            "other = this.flow('stored', priority=1, roles=['guest'])",
            "return {'plain': plain.get('priority', 'roles'), 'other': other.get('priority',"
                + " 'roles')}");

    assertThat(main)
        .succeeded()
        .hasOutput("plain", List.of(7L, List.of("auditor")))
        .hasOutput("other", List.of(1L, List.of("guest")));
  }

  @Test
  void fa_104_a_flow_limits_the_time_of_its_executions() {
    Execution main =
        run(
            "slow = 'def handler(system, this):\\n    this.sleep(600)\\n'",
            "system.flow('stored').save(script=slow, max_runtime_minutes=1)",
            "child = this.flow('stored', wait=False)",
            "this.wait_for(child, return_when='ALL_ENDED')",
            "return {'status': child.get('status'), 'message': child.get('message')}");

    assertThat(main)
        .succeeded()
        .hasOutput("status", "ENDED_CANCELLED")
        .hasOutput("message", "timeout after 60 s");
  }

  @Test
  void fa_104_a_schema_needs_a_validator_and_says_which_artifact_has_one() {
    Execution main =
        run(caught("system.flow('stored').save(script=hello, input_schema={'type': 'object'})"));

    assertThat(main).succeeded().hasOutput("error", "InvalidInputError");
    Assertions.assertThat((String) main.outputs().get("message"))
        .contains("input_schema", "flowengine-json-schema");
  }

  @Test
  void fa_104_a_flow_without_a_script_is_refused() {
    Execution main = run(caught("system.flow('stored').save(priority=1)"));

    assertThat(main).succeeded().hasOutput("error", "InvalidInputError");
  }

  @Test
  void fa_170_fa_172_a_flow_says_where_its_executions_are() {
    Execution main =
        run(
            "p = system.project('p').save()",
            "flow = system.flow('stored').save(script=hello, project_name='p')",
            "here = this.flow('stored')",
            "there = this.flow('stored', location_inheritance='resource')",
            "flow.save(location_inheritance='resource')",
            "by_flow = this.flow('stored')",
            "default = this.flow('stored', location_inheritance='default')",
            "id = p.get('id')",
            "return {'where': [c.get('project_id') == id for c in (here, there, by_flow, default)]}");

    assertThat(main).succeeded().hasOutput("where", List.of(false, true, true, false));
  }

  @Test
  void fa_172_what_has_no_resource_falls_back_to_the_default_project() {
    Execution main =
        run(
            "system.project('p').save()",
            "this.save(project_name='p')",
            "default = system.project('Default project').get('id')",
            "child = this.script('def handler(system, this): pass',"
                + " location_inheritance='resource')",
            "return {'default': child.get('project_id') == default}");

    assertThat(main).succeeded().hasOutput("default", true);
  }

  @Test
  void fa_171_what_a_host_starts_is_where_its_flow_is() {
    assertThat(
            run(
                "system.project('p').save()",
                "system.flow('stored').save(script=hello, project_name='p')",
                "return {'id': system.project('p').get('id')}"))
        .succeeded();
    Execution stored = flows.engine().flow("stored").start();
    stored.await(ofMinutes(1));

    Assertions.assertThat(stored.record().attributes().projectId())
        .isEqualTo(
            flows.engine().executions(Query.all()).items().stream()
                .filter(each -> each.name().equals("main"))
                .findFirst()
                .orElseThrow()
                .state()
                .outputs()
                .toMap()
                .get("id"));
  }

  @Test
  void fa_104_a_flow_in_java_saves_flows_too() {
    flows.flow(
        "saver",
        (system, self, inputs) ->
            system.resource(RecordType.FLOW, "stored").save(Map.of("script", HELLO)).get("name"));
    Execution saver = flows.engine().flow("saver").start();
    saver.await(ofMinutes(1));
    Execution stored = flows.engine().flow("stored").start();

    assertThat(stored.await(ofMinutes(1))).hasOutput("x", 1L);
  }

  @Test
  void fa_68_an_execution_of_a_script_is_copied_with_changes() {
    Execution main =
        run(
            "text = 'def handler(system, this, inputs): return {\"n\": inputs[\"n\"]}'",
            "first = this.script(text, n=1, name='once')",
            "second = first.clone(n=2, name='again')",
            "return {'n': second.get('output_value')['n'], 'type': second.get('type'),"
                + " 'name': second.get('name')}");

    assertThat(main).succeeded().hasOutputs(Map.of("n", 2L, "type", "SCRIPT", "name", "again"));
  }

  @Test
  void fa_68_a_copy_has_the_inputs_of_the_original_unless_it_is_given_others() {
    Execution main =
        run(
            "system.flow('echo').save(script='def handler(s, t, inputs): return inputs')",
            "first = this.flow('echo', n=1)",
            "same = first.clone()",
            "return {'same': same.get('output_value'), 'name': same.get('name')}");

    assertThat(main).succeeded().hasOutput("same", Map.of("n", 1L)).hasOutput("name", "echo");
  }
}
