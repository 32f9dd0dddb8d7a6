package io.flowengine.python;

import static io.flowengine.testkit.FlowAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.execution.Execution;
import io.flowengine.resource.Form;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Section 11: what only scripts can write. */
class MessagesTest extends ScriptTest {
  private Execution start(String body) {
    String script = "import flow_api\n\ndef handler(system, this, inputs):\n" + body.indent(4);
    Execution execution = flows.script("main", script).engine().flow("main").start();
    flows.time().settle();
    return execution;
  }

  private void answer(Map<String, ?> response) {
    flows.engine().answer(flows.engine().openMessages().getFirst().id(), response);
  }

  @Test
  void fa_149_save_creates_a_message_that_is_waited_for_later() {
    Execution main =
        start(
            """
            message = system.message(subject='Name', request='who are you?', name='asking').save()
            this.set_output(before=message.get('response'), name=message.get('name'))
            message.wait()
            return message.get('response')
            """);
    assertThat(flows.engine().openMessages().getFirst().form())
        .isEqualTo(Form.request("who are you?"));
    answer(Map.of("string", "Ada"));

    assertThat(main.await(Duration.ofMinutes(1)))
        .hasOutput("before", null)
        .hasOutput("name", "asking")
        .hasOutput("string", "Ada");
  }

  @Test
  void fa_149_a_message_that_exists_cannot_be_saved() {
    Execution main =
        handler(
            """
            message = this.message('s', request='r', wait=False)
            try:
                message.save(subject='t')
            except flow_api.InvalidInputError as e:
                return str(e)
            """);

    assertThat(main.outputs().toString()).contains("cannot be changed");
  }

  @Test
  void fa_144_a_script_writes_a_form_and_reads_the_answer() {
    Execution main =
        start(
            """
            answer = this.message('Order', body={
                'type': 'object',
                'properties': {
                    'pieces': {'element': 'number', 'type': 'number', 'label': 'Pieces', 'order': 1},
                    'ok': {'element': 'submit', 'type': 'boolean', 'label': 'Order', 'order': 2},
                },
                'required': ['pieces'],
            }, message_type='WARNING')
            return answer.get('response')
            """);
    answer(Map.of("pieces", 3, "ok", true));

    assertThat(main.await(Duration.ofMinutes(1))).hasOutput("pieces", 3).hasOutput("ok", true);
  }

  @Test
  void fa_149_a_message_belongs_to_the_project_that_it_is_given() {
    Execution main =
        handler(
            """
            project = system.project('Default project')
            message = this.message('s', message='m', wait=False, init={'project_name': 'Default project'})
            return message.get('project_id') == project.get('id')
            """);

    assertThat(main).hasOutput("result", true);
  }
}
