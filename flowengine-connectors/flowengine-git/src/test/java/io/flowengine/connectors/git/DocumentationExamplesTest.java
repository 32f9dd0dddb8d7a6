package io.flowengine.connectors.git;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.connector.OutboundPolicy;
import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionType;
import io.flowengine.python.PythonFlows;
import io.flowengine.python.PythonRuntime;
import io.flowengine.testkit.FlowEngineExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The example of the documentation that reads a repository, as a Python flow. */
class DocumentationExamplesTest {
  private static final PythonRuntime RUNTIME = PythonRuntime.create();

  @TempDir static Path directory;
  private static Repositories repositories;

  @RegisterExtension
  final FlowEngineExtension flows =
      FlowEngineExtension.builder()
          .language(() -> PythonFlows.on(RUNTIME))
          .engine(
              builder ->
                  builder
                      .connector(GitConnector.create())
                      .outbound(OutboundPolicy.standard().openLoopback()))
          .build();

  @BeforeAll
  static void serve() throws Exception {
    repositories = Repositories.in(directory, Map.of("a.txt", "content".getBytes(UTF_8)));
  }

  @AfterAll
  static void close() {
    repositories.close();
    RUNTIME.close();
  }

  private void reads(String handler) {
    flows.script(
        "main",
        """
        import flow_api
        %s
            my_connection = this.connect(
                connector_type='GIT',
                command='get',
                repository_url='%s',
            )
            # read the outputs of the connection and log them
            this.log(my_connection.get('output_value'))

            return this.success('all done')
        """
            .formatted(handler, repositories.url("/open.git")));
    Execution main = flows.engine().flow("main").start().await(Duration.ofSeconds(60));

    assertThat(main.message()).contains("all done");
    Execution connection = main.children().getFirst();
    assertThat(connection.record().origin().type()).isEqualTo(ExecutionType.CONNECTION);
    assertThat(connection.outputs().toString()).contains("name=a.txt", "content=Y29udGVudA==");
    assertThat(main.log().getFirst().toString()).contains("a.txt", "Y29udGVudA==");
  }

  @Test
  void fa_245_a_repository_is_read_and_its_outputs_are_logged() {
    reads("def handler(system: flow_api.System, this: flow_api.Execution, inputs: dict):");
  }

  @Test
  void fa_245_a_repository_is_read_by_a_handler_with_two_arguments() {
    reads("def handler(system, this):");
  }
}
