package io.flowengine.testkit.element;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.connector.Input;
import io.flowengine.element.AnswerModels;
import io.flowengine.element.ConnectorTask;
import io.flowengine.element.Element;
import io.flowengine.element.ElementEvent.Kind;
import io.flowengine.element.ElementFlow;
import io.flowengine.element.InMemoryInventory;
import io.flowengine.element.ProgressTable;
import io.flowengine.element.RunResult;
import io.flowengine.element.RunStatus;
import io.flowengine.element.TaskOutcome;
import io.flowengine.element.TaskPipeline;
import io.flowengine.element.TaskResult;
import io.flowengine.execution.Execution;
import io.flowengine.execution.SecretRef;
import io.flowengine.testkit.FlowEngineExtension;
import io.flowengine.testkit.ScriptedConnector;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tasks that are made of parts or call connectors, and those who watch them. */
class ElementTaskTest {
  private final InMemoryInventory inventory = new InMemoryInventory();
  private final List<Object> sent = Collections.synchronizedList(new ArrayList<>());
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final ScriptedConnector ssh =
      ScriptedConnector.of(
          "SSH",
          Input.text("host").required(),
          Input.text("password").required().secret(),
          Input.text("command").required());

  @RegisterExtension
  final FlowEngineExtension flows =
      FlowEngineExtension.builder()
          .engine(
              engine ->
                  engine
                      .inventory(inventory)
                      .connector(ssh)
                      .secrets(
                          name ->
                              name.equals("vm/password")
                                  ? Optional.of("hunter2-hunter2")
                                  : Optional.empty())
                      .task(
                          "broken",
                          call -> {
                            throw new NoClassDefFoundError("gone/Missing");
                          })
                      .flow(ElementFlow.named("broken").parallel().task("broken").build())
                      .elements(
                          setup ->
                              setup
                                  .listener(
                                      ProgressTable.on(
                                          new PrintStream(printed, true, StandardCharsets.UTF_8),
                                          false))
                                  .listener(
                                      (run, event) -> {
                                        if (event.kind() == Kind.TASK_STARTED) {
                                          throw new IllegalStateException("a bad listener");
                                        }
                                      })
                                  .task("pipeline", pipeline())
                                  .task(
                                      "uname",
                                      ConnectorTask.connector("SSH")
                                          .with("host", "${context.host}")
                                          .with("command", "uname ${inputs.flag}")))
                      .flow(ElementFlow.named("parts").serial().task("pipeline").build())
                      .flow(
                          ElementFlow.named("connecting")
                              .parallel()
                              .task("uname", Map.of("flag", "-a"), policy -> policy)
                              .build()))
          .build();

  /** Asks for the version, saves it; elements with a custom output are not asked. */
  private TaskPipeline pipeline() {
    return TaskPipeline.sending(
            call -> {
              sent.add(call.element().id());
              return TaskResult.ok("{\"version\": \"" + call.element().settings().get("v") + "\"}");
            })
        .manage(
            scope -> {
              if (scope.element().settings().containsKey("simulated")) {
                scope.write(TaskPipeline.CUSTOM_OUTPUT, "{\"version\": \"0\"}");
              }
              return null;
            })
        .model("show version of ${context.host}")
        .process(AnswerModels.json())
        .finish(
            scope -> {
              Object version = ((Map<?, ?>) scope.data()).get("version");
              scope.save("seen.version", version);
              scope.configuration().save("version " + version);
              return version;
            });
  }

  @BeforeEach
  void elements() {
    inventory.connection("server", Map.of("password", "s3cret-s3cret"));
    inventory.put(Element.of("E1", "server").withSetting("host", "h1").withSetting("v", "15"));
    inventory.put(
        Element.of("E2", "server").withSetting("host", "h2").withSetting("simulated", true));
    flows.expectWarning("a listener of elements failed");
  }

  private RunResult run(String flow) {
    Execution execution = flows.engine().flow(flow).start();
    var unused = execution.outcome(Duration.ofDays(1));
    return flows.engine().elements().result(execution.id());
  }

  @Test
  void s20_parts_follow_each_other_and_a_simulated_output_sends_nothing() {
    RunResult run = run("parts");
    assertThat(run.result("E1", "pipeline").orElseThrow().result().value().toObject())
        .isEqualTo("15");
    assertThat(run.result("E2", "pipeline").orElseThrow().result().value().toObject())
        .isEqualTo("0");
    assertThat(sent).containsExactly("E1");
    assertThat(inventory.element("E1").orElseThrow().settings())
        .containsEntry("seen.version", "15");
    assertThat(inventory.configurations("E1")).containsExactly("version 15");
  }

  @Test
  void a_connector_gets_filled_inputs_and_credentials_that_nobody_else_sees() {
    ssh.answers(Map.of("out", "Linux")).answers(Map.of("out", "Linux"));
    RunResult run = run("connecting");
    assertThat(run.status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(ssh.asked())
        .contains(
            Map.of("host", "h1", "password", "s3cret-s3cret", "command", "uname -a"),
            Map.of("host", "h2", "password", "s3cret-s3cret", "command", "uname -a"));
    assertThat(run.results().toString() + flows.engine().journal(run.id()))
        .doesNotContain("s3cret");
    assertThat(run.result("E1", "uname").orElseThrow().result().value().toObject())
        .isEqualTo(Map.of("out", "Linux"));
  }

  @Test
  void a_secret_of_a_connection_is_resolved_for_its_connector_and_shown_to_nobody() {
    inventory.connection("server", Map.of("password", new SecretRef("vm/password")));
    ssh.answers(Map.of("out", "hunter2-hunter2")).answers(Map.of("out", "Linux"));
    RunResult run = run("connecting");
    assertThat(run.status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(ssh.asked())
        .contains(Map.of("host", "h1", "password", "hunter2-hunter2", "command", "uname -a"));
    assertThat(run.results().toString() + flows.engine().journal(run.id()))
        .doesNotContain("hunter2");
  }

  @Test
  void a_secret_that_nobody_knows_fails_the_task_and_says_what_to_do() {
    inventory.connection("server", Map.of("password", new SecretRef("gone")));
    TaskResult result = run("connecting").result("E1", "uname").orElseThrow().result();
    assertThat(result.message()).contains("secret 'gone'").contains("secrets(");
  }

  @Test
  void a_task_that_fails_with_an_error_of_the_machine_has_failed_like_any_other() {
    RunResult run = run("broken");
    assertThat(run.result("E1", "broken").orElseThrow().result().message())
        .isEqualTo("NoClassDefFoundError: gone/Missing");
    assertThat(run.status()).isEqualTo(RunStatus.FAILED);
  }

  @Test
  void a_connector_that_fails_fails_the_task_with_its_code_and_without_secrets() {
    ssh.fails("AUTH", "no entry with s3cret-s3cret").fails("AUTH", "no entry with s3cret-s3cret");
    RunResult run = run("connecting");
    TaskResult result = run.result("E1", "uname").orElseThrow().result();
    assertThat(result.outcome()).isEqualTo(TaskOutcome.FAILED);
    assertThat(result.message()).contains("AUTH").doesNotContain("s3cret");
  }

  @Test
  void k12_a_listener_that_throws_changes_nothing_and_the_others_hear_of_it() {
    RunResult run = run("parts");
    assertThat(run.status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("parts: 2 elements")
        .contains("1/2  E1")
        .contains("pipeline ok")
        .contains("parts: SUCCEEDED")
        .contains("pipeline: 2 identical")
        .doesNotContain("\u001b");
  }
}
