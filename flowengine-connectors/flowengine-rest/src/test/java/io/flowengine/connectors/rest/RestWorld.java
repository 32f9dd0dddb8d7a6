package io.flowengine.connectors.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.connector.OutboundPolicy;
import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.ReturnWhen;
import io.flowengine.testkit.FlowEngineExtension;
import io.flowengine.testkit.connector.RawServer;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A server of each test's own, and an engine that may connect to this machine. */
abstract class RestWorld {
  static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final RestConnector REST = RestConnector.create();

  LocalServer server = LocalServer.start();

  @RegisterExtension
  final FlowEngineExtension flows =
      FlowEngineExtension.builder()
          .engine(
              builder -> builder.connector(REST).outbound(OutboundPolicy.standard().openLoopback()))
          .flow(
              "main",
              (system, self, inputs) ->
                  self.connectTo("REST").inputs(inputs).run(ReturnWhen.ALL_ENDED).outputs())
          .flow(
              "with file",
              (system, self, inputs) -> {
                Map<String, @Nullable Object> rest = new HashMap<>(inputs);
                Object text = rest.remove("text");
                if (text != null) {
                  system.file("page").saveTextContent((String) text);
                }
                Execution call = self.connectTo("REST").inputs(rest).run(ReturnWhen.ALL_ENDED);
                Map<String, @Nullable Object> outputs = new HashMap<>(call.outputs());
                if (system.file("page").exists()) {
                  outputs.put("page", system.file("page").textContent());
                }
                return outputs;
              })
          .build();

  @BeforeEach
  void restart() {
    server.close();
    server = LocalServer.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** Inputs, from names and values in turn. */
  static Map<String, Object> inputs(String url, Object... more) {
    Map<String, Object> inputs = new LinkedHashMap<>();
    inputs.put("url", url);
    for (int i = 0; i < more.length; i += 2) {
      inputs.put((String) more[i], more[i + 1]);
    }
    return inputs;
  }

  /** A flow that has made one call. */
  Execution run(Map<String, ?> inputs) {
    return flows.engine().flow("main").inputs(inputs).start().await(PATIENCE);
  }

  /** A server that treats each request as a test says. */
  static RawServer raw(RawServer.Treatment treatment) {
    return RawServer.start(
        socket -> {
          RawServer.readHead(socket);
          treatment.of(socket);
        });
  }

  static String url(RawServer raw) {
    return "http://127.0.0.1:" + raw.port() + "/a";
  }

  /** The outputs of a call that succeeds. */
  Map<String, @Nullable Object> call(String path, Object... more) {
    return call(inputs(server.url(path), more));
  }

  Map<String, @Nullable Object> call(Map<String, ?> inputs) {
    Execution connection = run(inputs).children().getFirst();
    assertThat(connection.status())
        .as("%s", connection.message())
        .isEqualTo(ExecutionStatus.ENDED_SUCCESS);
    return connection.outputs();
  }

  /** What a call that fails says. */
  String failure(String url, Object... more) {
    Execution connection = run(inputs(url, more)).children().getFirst();
    assertThat(connection.status()).isEqualTo(ExecutionStatus.ENDED_ERROR);
    return connection.message().orElse("");
  }

  List<LocalServer.Asked> asked() {
    return server.asked();
  }
}
