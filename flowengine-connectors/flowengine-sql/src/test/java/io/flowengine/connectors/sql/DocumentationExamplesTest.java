package io.flowengine.connectors.sql;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.flowengine.connector.OutboundPolicy;
import io.flowengine.connectors.rest.RestConnector;
import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionType;
import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import io.flowengine.python.PythonFlows;
import io.flowengine.python.PythonRuntime;
import io.flowengine.testkit.FlowEngineExtension;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Connections of the documentation's examples, as Python flows, against servers on this machine.
 */
class DocumentationExamplesTest {
  private static final PythonRuntime RUNTIME = PythonRuntime.create();
  private static final SqlConnector SQL = SqlConnector.postgres();
  private static final RestConnector REST = RestConnector.create();
  private static HttpServer server;

  @RegisterExtension
  final FlowEngineExtension flows =
      FlowEngineExtension.builder()
          .language(() -> PythonFlows.on(RUNTIME))
          .engine(
              builder ->
                  builder
                      .connector(SQL)
                      .connector(REST)
                      .outbound(OutboundPolicy.standard().openLoopback()))
          .flow("my-child-flow", (system, self, inputs) -> Map.of())
          .script(
              "prepare",
              """
              def handler(system, this, inputs):
                  system.connector('my-database').save(
                      connector_type='SQLPG',
                      value={'host': '127.0.0.1', 'port': inputs['port'], 'username': 'postgres'})
                  for name in ('my-project', 'my-other-project'):
                      system.project(name).save()
              """)
          .build();

  @BeforeAll
  static void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.sendResponseHeaders(200, -1);
          }
        });
    server.start();
  }

  @AfterAll
  static void close() {
    server.stop(0);
    SQL.close();
    REST.close();
    RUNTIME.close();
  }

  private Execution run(String body) {
    String url = "http://127.0.0.1:" + server.getAddress().getPort();
    flows.script(
        "main",
        """
        import flow_api
        def handler(system: flow_api.System, this: flow_api.Execution, inputs: dict):
        %s    return this.success('all done')
        """
            .formatted(body.replace("https://cloudomation.com", url).indent(4)));
    Duration patience = Duration.ofSeconds(60);
    flows
        .engine()
        .flow("prepare")
        .input("port", PostgresServer.SERVER.port())
        .start()
        .await(patience);
    Execution main = flows.engine().flow("main").start().await(patience);
    assertThat(main.message()).contains("all done");
    return main;
  }

  @Test
  void fa_247_a_flow_a_stored_database_and_an_ad_hoc_request() {
    List<Execution> children =
        run("""
            this.flow('my-child-flow', custom_parameter='value')
            this.connect('my-database', fetchval='SELECT 1+1')
            this.connect(connector_type='REST', url='https://cloudomation.com')
            """)
            .children();

    assertThat(children.get(0).inputs()).isEqualTo(Map.of("custom_parameter", "value"));
    assertThat(children.get(1).outputs()).isEqualTo(Map.of("result", 2L));
    assertThat(children.get(2).outputs()).containsEntry("status_code", 200L);
    assertThat(children.get(2).record().origin().type()).isEqualTo(ExecutionType.CONNECTION);
  }

  @Test
  void fa_248_each_child_is_in_the_project_that_is_named() {
    List<Execution> children =
        run("""
            this.flow('my-child-flow', custom_parameter='value', init={'project_id': system.project('my-project').get('id')})
            this.connect('my-database', fetchval='SELECT 1+1', init={'project_id': system.project('my-other-project').get('id')})
            this.connect(connector_type='REST', url='https://cloudomation.com', init={'project_id': system.project('Default project').get('id')})
            """)
            .children();

    assertThat(children)
        .extracting(child -> child.record().attributes().projectId())
        .containsExactly(
            project("my-project"), project("my-other-project"), project("Default project"));
    assertThat(children).noneMatch(child -> child.inputs().containsKey("init"));
  }

  private String project(String name) {
    return flows.store().record(RecordRef.of(RecordType.PROJECT, name)).orElseThrow().id();
  }

  @Test
  void fa_246_a_value_of_the_call_comes_before_the_stored_one() {
    Execution main =
        run(
            """
            a = this.connect('my-database', fetchval='SELECT current_database()', database='template1')
            this.set_output(a=a.get('output_value')['result'])
            b = this.connect('my-database', fetchval='SELECT current_database()')
            this.set_output(b=b.get('output_value')['result'])
            this.set_output(stored=sorted(system.connector('my-database').load('value')))
            """);

    assertThat(main.outputs())
        .isEqualTo(
            Map.of(
                "a", "template1", "b", "postgres", "stored", List.of("host", "port", "username")));
  }

  @Test
  void fa_178_fa_181_a_transaction_and_a_request_that_fails_are_handled_by_the_script() {
    Execution main =
        run(
            """
            rows = this.connect('my-database', transaction=[
                {'execute': 'CREATE TEMP TABLE t (x int)'},
                {'execute': 'INSERT INTO t VALUES ($1), ($2)', 'args': [1, 2]},
                {'fetch': 'SELECT x FROM t ORDER BY x'},
            ]).get('output_value')['result']
            this.set_output(rows=rows)
            try:
                this.connect(connector_type='REST', url='https://cloudomation.com', expected_status_code=[201])
            except flow_api.DependencyFailedError as e:
                this.set_output(error=e.message, status=e.execution.get('output_value')['status_code'])
            """);

    assertThat(main.outputs().get("rows"))
        .isEqualTo(List.of(0L, 2L, List.of(Map.of("x", 1L), Map.of("x", 2L))));
    assertThat(main.outputs()).containsEntry("status", 200L);
    assertThat((String) main.outputs().get("error")).contains("HttpError");
  }
}
