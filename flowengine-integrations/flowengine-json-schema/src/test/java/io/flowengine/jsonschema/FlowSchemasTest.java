package io.flowengine.jsonschema;

import static io.flowengine.testkit.FlowAssertions.assertThat;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowengine.WebhookTrigger;
import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.Query;
import io.flowengine.flow.SchemaValidationException;
import io.flowengine.python.PythonFlows;
import io.flowengine.python.PythonRuntime;
import io.flowengine.testkit.FlowEngineExtension;
import io.flowengine.testkit.rule.Rule;
import io.flowengine.webhook.WebhookReply;
import io.flowengine.webhook.WebhookRequest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Rule("FA-104")
class FlowSchemasTest {
  private static final PythonRuntime RUNTIME = PythonRuntime.builder().interpreters(1).build();

  private static final String DOUBLE =
      "def handler(system, this, inputs):\n    return {'twice': inputs['n'] * 2}\n";

  private static final Map<String, Object> NEEDS_N =
      Map.of(
          "type",
          "object",
          "properties",
          Map.of("n", Map.of("type", "integer")),
          "required",
          List.of("n"));

  private static final Map<String, Object> GIVES_TWICE =
      Map.of("type", "object", "properties", Map.of("twice", Map.of("type", "integer")));

  @RegisterExtension
  final FlowEngineExtension flows =
      FlowEngineExtension.builder()
          .language(() -> PythonFlows.on(RUNTIME))
          .engine(engine -> engine.schemaValidator(JsonSchemaValidator.create()))
          .build();

  @AfterAll
  static void close() {
    RUNTIME.close();
  }

  private Execution run(String... lines) {
    flows.script(
        "main", "def handler(system, this, inputs):\n    " + String.join("\n    ", lines) + "\n");
    Execution main =
        flows
            .engine()
            .flow("main")
            .input("needs", NEEDS_N)
            .input("gives", GIVES_TWICE)
            .input("double", DOUBLE)
            .start();
    main.outcome(ofMinutes(1));
    return main;
  }

  private static String[] saved(String... then) {
    String save =
        "system.flow('double').save(script=inputs['double'], input_schema=inputs['needs'],"
            + " output_schema=inputs['gives'])";
    return Stream.concat(Stream.of(save), Arrays.stream(then)).toArray(String[]::new);
  }

  @Test
  void inputs_that_fit_are_let_in() {
    Execution main = run(saved("return this.flow('double', n=2).get('output_value')"));

    assertThat(main).succeeded().hasOutput("twice", 4L);
  }

  @Test
  void inputs_that_do_not_fit_raise_in_the_caller_and_no_child_is_created() {
    Execution main =
        run(
            saved(
                "try:",
                "    this.flow('double', n='two')",
                "except flow_api.SchemaValidationError as e:",
                "    return {'error': e.message}"));

    assertThat(main).succeeded().hasChildren();
    Assertions.assertThat((String) main.outputs().get("error"))
        .contains("double", "input_schema", "n", "integer");
  }

  @Test
  void outputs_that_do_not_fit_end_the_flow_with_an_error() {
    Execution main =
        run(
            saved(
                "child = this.flow('double', n=10 ** 3, wait='ALL_ENDED')",
                "system.flow('double').save(script=inputs['double'].replace('* 2', '* 0.3'))",
                "bad = this.flow('double', n=1, wait='ALL_ENDED')",
                "return {'good': child.get('status'), 'bad': bad.get('status'), 'why':"
                    + " bad.get('message'), 'value': bad.get('output_value')}"));

    assertThat(main)
        .succeeded()
        .hasOutput("good", "ENDED_SUCCESS")
        .hasOutput("bad", "ENDED_ERROR")
        .hasOutput("value", Map.of("twice", 0.3));
    Assertions.assertThat((String) main.outputs().get("why"))
        .contains("output_schema", "twice", "integer");
  }

  @Test
  void a_schema_that_is_none_is_not_saved() {
    Execution main =
        run("system.flow('double').save(script=inputs['double'], input_schema={'type': 'strng'})");

    assertThat(main).failed().hasMessageContaining("no JSON Schema");
  }

  @Test
  void a_host_is_told_what_does_not_fit() {
    assertThat(run(saved("pass"))).succeeded();

    assertThatThrownBy(() -> flows.engine().flow("double").input("n", "two").start())
        .isInstanceOf(SchemaValidationException.class)
        .hasMessageContaining("integer");
  }

  @Test
  @Rule("WH-3")
  void a_webhook_answers_422_with_what_does_not_fit_and_starts_nothing() {
    assertThat(run(saved("pass"))).succeeded();
    byte[] body = "{\"n\": \"two\"}".getBytes(StandardCharsets.UTF_8);
    Map<String, List<String>> headers = Map.of("Content-Type", List.of("application/json"));

    WebhookReply reply =
        WebhookTrigger.of(flows.engine(), "double")
            .prepare(event -> event.get("json"))
            .handle(WebhookRequest.of("POST", "/hooks/double", null, headers, body));

    Assertions.assertThat(reply.status()).isEqualTo(422);
    Assertions.assertThat(reply.text()).contains("INVALID", "input_schema", "integer");
    Assertions.assertThat(flows.engine().executions(Query.all()).items())
        .extracting(ExecutionRecord::name)
        .containsExactly("main");
  }
}
