package io.flowengine.python.element;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowengine.FlowEngine;
import io.flowengine.element.AnswerModels;
import io.flowengine.element.Element;
import io.flowengine.element.ElementFlow;
import io.flowengine.element.ElementScript;
import io.flowengine.element.InMemoryInventory;
import io.flowengine.element.RunResult;
import io.flowengine.element.TaskPipeline;
import io.flowengine.element.TaskResult;
import io.flowengine.element.TaskScope;
import io.flowengine.execution.Execution;
import io.flowengine.python.PythonFlows;
import io.flowengine.python.PythonRuntime;
import io.flowengine.spi.ScriptFailedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Tasks whose parts are Python scripts. */
class TaskScriptTest {
  private static final PythonRuntime RUNTIME = PythonRuntime.builder().interpreters(1).build();

  private final InMemoryInventory inventory =
      new InMemoryInventory().put(Element.of("E1", "p").withSetting("net.mtu", 1500));
  private final List<Object> sent = Collections.synchronizedList(new ArrayList<>());

  @AfterAll
  static void stop() {
    RUNTIME.close();
  }

  private static ElementScript script(String text) {
    return new ElementScript("python", "task.py", text);
  }

  /** Sends nothing, and answers with this. */
  private TaskPipeline answering(String answer) {
    return TaskPipeline.sending(
        call -> {
          sent.add(String.valueOf(((TaskScope) call).command()));
          return TaskResult.ok(answer);
        });
  }

  private FlowEngine engine(TaskPipeline first, TaskPipeline second) {
    return FlowEngine.builder()
        .language(PythonFlows.on(RUNTIME))
        .elements(
            elements -> elements.inventory(inventory).task("first", first).task("second", second))
        .flow(ElementFlow.named("F1").serial().task("first").task("second").build())
        .build();
  }

  private RunResult run(TaskPipeline first, TaskPipeline second) {
    try (FlowEngine engine = engine(first, second)) {
      Execution run = engine.flow("F1").start();
      var unused = run.outcome(Duration.ofMinutes(1));
      return engine.elements().result(run.id());
    }
  }

  private static @Nullable Object value(RunResult run, String step) {
    return run.result("E1", step).orElseThrow().result().value().toObject();
  }

  @Test
  void the_parts_follow_each_other() {
    RunResult run =
        run(
            answering("{\"status_code\": 200}")
                .manage(script("context['flag'] = '-' + element.id"))
                .model(script("'uname ' + context['flag']"))
                .process(AnswerModels.json())
                .finish(script("data.get('status_code') == 200")),
            answering("x").model("mtu ${context.net.mtu} ${context.flag}"));

    assertThat(sent).containsExactly("uname -E1", "mtu 1500 -E1");
    assertThat(value(run, "first")).isEqualTo(true);
  }

  @Test
  void s15_a_setting_that_a_step_saves_is_read_by_the_next() {
    RunResult run =
        run(
            answering("").finish(script("settings['x.y'] = '1'")),
            answering("")
                .finish(script("[context['x']['y'], settings['x.y'], results['first'].ok]")));

    assertThat(value(run, "second")).isEqualTo(List.of("1", "1", true));
    assertThat(inventory.element("E1").orElseThrow().settings()).containsEntry("x.y", "1");
  }

  @Test
  void s21_a_notification_names_what_the_script_of_another_task_gave() {
    RunResult run =
        run(
            answering("").finish(script("'written on ' + element.id")),
            answering("")
                .model("A: ${tasks.first.processing_script_out.result}")
                .finish(
                    script(
                        "[tasks.first.processing_script_out.result,"
                            + " tasks['first'].processing_script_out.status]")));

    assertThat(sent).containsExactly("null", "A: written on E1");
    assertThat(value(run, "second")).isEqualTo(List.of("written on E1", "OK"));
  }

  @Test
  void s21_a_part_of_which_nothing_is_kept_is_named_with_the_one_that_is() {
    RunResult run =
        run(answering(""), answering("").finish(script("tasks.first.model_commands.result")));

    assertThat(run.result("E1", "second").orElseThrow().result().message())
        .contains("tasks.first.model_commands is not kept")
        .contains("processing_script_out");
  }

  @Test
  void s18_a_setting_is_saved_only_where_the_script_comes_to_it() {
    String saving =
        """
        if data.get('status_code') == 200:
            settings['nms_downtime.status'] = 'false'
        """;
    RunResult unused =
        run(
            answering("{\"status_code\": 500}").process(AnswerModels.json()).finish(script(saving)),
            answering("").finish(script("None")));
    assertThat(inventory.element("E1").orElseThrow().settings())
        .doesNotContainKey("nms_downtime.status");

    unused =
        run(
            answering("{\"status_code\": 200}").process(AnswerModels.json()).finish(script(saving)),
            answering("").finish(script("None")));
    assertThat(inventory.element("E1").orElseThrow().settings())
        .containsEntry("nms_downtime.status", "false");
  }

  @Test
  void s19_a_part_that_is_one_expression_gives_its_value() {
    TaskPipeline rounded =
        answering("{}")
            .process(script("{'uplink_rx_bytes_val': '2500000000'} if inputs is not None else {}"))
            .finish(script("round(int(data.get('uplink_rx_bytes_val', '0')) * 0.000000001, 3)"));
    TaskPipeline absent =
        answering("{}")
            .process(AnswerModels.json())
            .finish(script("round(int(data.get('uplink_rx_bytes_val', '0')) * 0.000000001, 3)"));
    RunResult run = run(rounded, absent);

    assertThat(value(run, "first")).isEqualTo(2.5);
    assertThat(value(run, "second")).isEqualTo(0.0);
  }

  @Test
  void s20_a_custom_output_stands_for_the_answer_and_nothing_is_sent() {
    RunResult run =
        run(
            answering("").finish(script("config.save('hostname web1')")),
            answering("not this")
                .manage(script("context['automation_custom_output'] = config.get_last_config()"))
                .process(script("answer.split()")));

    assertThat(sent).hasSize(1);
    assertThat(value(run, "second")).isEqualTo(List.of("hostname", "web1"));
  }

  @Test
  void s20_a_custom_output_stands_for_the_answer_of_its_own_task_only() {
    RunResult run =
        run(
            answering("x").manage(script("context['automation_custom_output'] = 'mine'")),
            answering("sent"));

    assertThat(value(run, "first")).isEqualTo("mine");
    assertThat(value(run, "second")).isEqualTo("sent");
  }

  @Test
  void an_attempt_that_fails_writes_nothing() {
    RunResult run =
        run(
            answering("").finish(script("settings['x'] = 1\ncontext['y'] = 2\n1 / 0")),
            answering(""));

    assertThat(run.result("E1", "first").orElseThrow().result().message())
        .contains("task.py, line 3")
        .contains("ZeroDivisionError");
    assertThat(inventory.element("E1").orElseThrow().settings()).doesNotContainKey("x");
  }

  @Test
  void a_part_that_is_no_python_is_refused_before_anything_runs() {
    assertThatThrownBy(() -> engine(answering("").finish(script("x = (")), answering("")))
        .isInstanceOf(ScriptFailedException.class)
        .hasMessageContaining("task.py, line 1");
  }

  @Test
  void a_step_in_a_part_is_refused() {
    assertThatThrownBy(
            () -> engine(answering("").finish(script("execute_task('A')")), answering("")))
        .hasMessageContaining("STEP_IN_PROCESSING");
  }
}
