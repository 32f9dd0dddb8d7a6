package io.flowengine.dap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowengine.FlowEngine;
import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.Query;
import io.flowengine.python.PythonFlows;
import io.flowengine.python.PythonRuntime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an editor does, by a small client over a real socket. */
@Timeout(120)
class DapServerTest {
  private static final PythonRuntime PYTHON = PythonRuntime.create();
  private static final String ORDER =
      """
      def handler(system, this, inputs):
          pieces = inputs['pieces']
          this.log('counting')

          total = price(pieces)
          return {'total': total}

      def price(pieces):
          parts = [1, {'deep': pieces}]
          return 12 * pieces
      """;

  @TempDir Path folder;
  private FlowEngine engine;
  private DapServer server;
  private DapClient editor;
  private String path = "";

  @BeforeEach
  void open() throws IOException {
    Path script = Files.writeString(folder.resolve("order.py"), ORDER);
    path = script.toString();
    engine = FlowEngine.builder().language(PythonFlows.on(PYTHON)).flows(folder).build();
    server = DapServer.open(engine, 0);
    editor = new DapClient(server.port());
  }

  @AfterEach
  void close() throws IOException {
    editor.close();
    server.close();
    engine.close();
  }

  @AfterAll
  static void closePython() {
    PYTHON.close();
  }

  /** Does what editors do until the flow runs. */
  private JsonNode launch(int... lines) throws IOException {
    JsonNode capabilities = editor.body("initialize", Map.of("adapterID", "flowengine"));
    JsonNode unused = editor.event("initialized");
    unused = editor.body("launch", Map.of("program", path, "inputs", Map.of("pieces", 3)));
    unused = breakpoints(path, lines);
    unused = editor.body("configurationDone", Map.of());
    return capabilities;
  }

  private JsonNode breakpoints(String file, int... lines) throws IOException {
    List<Map<String, Integer>> all =
        Arrays.stream(lines).mapToObj(line -> Map.of("line", line)).toList();
    return editor.body(
        "setBreakpoints", Map.of("source", Map.of("path", file), "breakpoints", all));
  }

  private JsonNode frame() throws IOException {
    return editor.body("stackTrace", Map.of("threadId", 1)).path("stackFrames").path(0);
  }

  private JsonNode variables(int reference) throws IOException {
    return editor.body("variables", Map.of("variablesReference", reference)).path("variables");
  }

  private Execution execution() {
    return engine.execution(engine.executions(Query.all()).items().getFirst().id());
  }

  @Test
  void a_flow_stops_at_a_breakpoint_shows_its_variables_and_goes_on_to_its_end() throws Exception {
    assertThat(launch(5).path("supportsConfigurationDoneRequest").asBoolean()).isTrue();
    assertThat(editor.event("stopped").path("reason").asText()).isEqualTo("breakpoint");

    assertThat(frame().path("line").asInt()).isEqualTo(5);
    assertThat(frame().path("name").asText()).isEqualTo("handler");
    assertThat(frame().path("source").path("path").asText()).isEqualTo(path);
    JsonNode scope = editor.body("scopes", Map.of("frameId", 1)).path("scopes").path(0);
    assertThat(variables(scope.path("variablesReference").asInt()).toString())
        .contains(
            "{\"name\":\"pieces\",\"value\":\"3\",\"type\":\"int\",\"variablesReference\":0}");
    JsonNode unused = editor.body("continue", Map.of("threadId", 1));
    assertThat(editor.event("exited").path("exitCode").asInt()).isZero();
    unused = editor.event("terminated");
    assertThat(execution().outputs()).containsEntry("total", 36L);
  }

  @Test
  void the_log_and_the_end_are_told() throws Exception {
    launch();

    assertThat(editor.event("output").path("output").asText()).isEqualTo("counting\n");
    assertThat(editor.event("output").path("output").asText()).isEqualTo("ENDED_SUCCESS\n");
  }

  @Test
  void steps_go_into_a_function_and_out_of_it_and_over_a_line() throws Exception {
    launch(5);
    JsonNode unused = editor.event("stopped");
    unused = editor.body("stepIn", Map.of("threadId", 1));
    assertThat(editor.event("stopped").path("reason").asText()).isEqualTo("step");
    assertThat(frame().path("name").asText()).isEqualTo("price");
    assertThat(frame().path("line").asInt()).isEqualTo(9);

    unused = editor.body("next", Map.of("threadId", 1));
    unused = editor.event("stopped");
    assertThat(frame().path("line").asInt()).isEqualTo(10);

    unused = editor.body("stepOut", Map.of("threadId", 1));
    unused = editor.event("stopped");
    assertThat(frame().path("line").asInt()).isEqualTo(6);
  }

  @Test
  void parts_of_lists_and_dicts_are_asked_for_by_number_and_variables_by_name() throws Exception {
    launch(10);
    JsonNode unused = editor.event("stopped");
    JsonNode parts =
        editor.body("evaluate", Map.of("expression", "parts", "frameId", 1, "context", "hover"));

    assertThat(parts.path("result").asText()).isEqualTo("[1, {'deep': 3}]");
    JsonNode dict = variables(parts.path("variablesReference").asInt()).path(1);
    assertThat(dict.path("type").asText()).isEqualTo("dict");
    assertThat(variables(dict.path("variablesReference").asInt()).path(0).path("name").asText())
        .isEqualTo("deep");
    assertThat(editor.request("evaluate", Map.of("expression", "1 + 1")).path("message").asText())
        .startsWith("there is no variable '1 + 1'");
  }

  @Test
  void breakpoints_can_be_set_while_it_stands_and_those_of_other_files_are_not_verified()
      throws Exception {
    launch(2);
    JsonNode unused = editor.event("stopped");
    JsonNode other = breakpoints("/elsewhere/other.py", 1).path("breakpoints").path(0);
    assertThat(other.path("verified").asBoolean()).isFalse();
    unused = breakpoints(path, 6);
    unused = editor.body("continue", Map.of("threadId", 1));
    unused = editor.event("stopped");

    assertThat(frame().path("line").asInt()).isEqualTo(6);
  }

  @Test
  void an_editor_attaches_to_an_execution_and_leaves_it_as_it_is() throws Exception {
    Execution running =
        engine.flow("order").input("pieces", 2).development().breakpoints(2).start();
    JsonNode unused = editor.body("initialize", Map.of());
    unused = breakpoints(path, 6);
    unused = editor.body("attach", Map.of("execution", running.id().toString()));
    unused = editor.body("configurationDone", Map.of());
    unused = editor.event("stopped");
    unused = editor.body("disconnect", Map.of());

    assertThat(editor.isHungUp()).isTrue();
    assertThat(running.status()).isEqualTo(ExecutionStatus.PAUSED);
  }

  @Test
  void terminate_cancels_the_execution() throws Exception {
    launch(3);
    JsonNode unused = editor.event("stopped");
    unused = editor.body("terminate", Map.of());

    assertThat(editor.event("exited").path("exitCode").asInt()).isEqualTo(1);
    assertThat(execution().status()).isEqualTo(ExecutionStatus.ENDED_CANCELLED);
  }

  @Test
  void an_engine_closes_while_an_editor_stands_at_a_breakpoint() throws Exception {
    launch(5);
    JsonNode unused = editor.event("stopped");
    server.close();

    assertThat(CompletableFuture.runAsync(engine::close)).succeedsWithin(Duration.ofSeconds(30));
  }

  @Test
  void what_makes_no_sense_is_refused_and_the_session_goes_on() throws Exception {
    assertThat(editor.request("next", Map.of()).path("message").asText())
        .isEqualTo("nothing is debugged yet: send launch or attach first");
    assertThat(editor.request("launch", Map.of()).path("message").asText())
        .startsWith("launch needs 'program'");
    assertThat(editor.request("attach", Map.of("execution", "7")).path("message").asText())
        .contains("must be the id of an execution");
    assertThat(editor.request("readMemory", Map.of()).path("success").asBoolean()).isFalse();
    JsonNode unused = editor.body("launch", Map.of("flow", "nobody"));
    assertThat(editor.request("configurationDone", Map.of()).path("message").asText())
        .contains("nobody");
  }

  @Test
  void a_page_in_a_browser_cannot_speak_to_the_port() throws Exception {
    editor.text("POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 2\r\n\r\n{}");

    assertThat(editor.isHungUp()).isTrue();
    assertThat(engine.executions(Query.all()).items()).isEmpty();
  }

  @Test
  void a_message_without_a_length_or_with_one_that_is_too_large_ends_the_session()
      throws Exception {
    editor.text("Content-Length: 99999999\r\n\r\n");

    assertThat(editor.isHungUp()).isTrue();
  }

  @Test
  void a_port_that_is_taken_is_told() {
    assertThatThrownBy(() -> DapServer.open(engine, server.port()))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("port " + server.port());
  }
}
