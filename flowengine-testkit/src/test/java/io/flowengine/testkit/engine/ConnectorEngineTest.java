package io.flowengine.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.FlowEngine;
import io.flowengine.connector.ConnectorEngine;
import io.flowengine.connector.ConnectorException;
import io.flowengine.connector.Input;
import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ReturnWhen;
import io.flowengine.flow.DependencyFailedException;
import io.flowengine.spi.Commit;
import io.flowengine.spi.CommitResult;
import io.flowengine.spi.Store;
import io.flowengine.testkit.FlowEngineExtension;
import io.flowengine.testkit.ForwardingStore;
import io.flowengine.testkit.ScriptedConnector;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the engine does for connectors at work: files, time, the outbound policy, masking. */
class ConnectorEngineTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int CHUNK = 256 * 1024;

  private final ScriptedConnector remote =
      ScriptedConnector.of(
          "REMOTE",
          Input.text("password").secret(),
          Input.dict("headers").secretUnder("authorization"));
  private final List<String> contents = new ArrayList<>();
  private final Set<String> chunks = ConcurrentHashMap.newKeySet();

  @RegisterExtension
  final FlowEngineExtension flows =
      FlowEngineExtension.builder()
          .engine(builder -> builder.connector(remote))
          .store(() -> new ChunkWatch(FlowEngine.inMemoryStore()))
          .flow(
              "main",
              (system, self, inputs) -> {
                try {
                  return self.connectTo("REMOTE").inputs(inputs).run().outputs();
                } catch (DependencyFailedException e) {
                  return Map.of("error", String.valueOf(e.getMessage()));
                }
              })
          .flow(
              "file",
              (system, self, inputs) -> {
                system.file("page").saveTextContent("before");
                Execution unused = self.connectTo("REMOTE").run(ReturnWhen.ALL_ENDED);
                return Map.of("content", system.file("page").textContent());
              })
          .build();

  private Map<String, Object> outputs(String flow, Map<String, ?> inputs) {
    return flows.engine().flow(flow).inputs(inputs).start().await(PATIENCE).outputs();
  }

  private static InputStream bytes(int size) {
    return new ByteArrayInputStream(new byte[size]);
  }

  /** Sees the keys of all chunks that are written. */
  private final class ChunkWatch extends ForwardingStore {
    ChunkWatch(Store store) {
      super(store);
    }

    @Override
    public CommitResult commit(Commit commit, Instant now) {
      commit.cells().stream()
          .filter(cell -> cell.namespace().equals("file"))
          .forEach(cell -> chunks.add(cell.key()));
      return super.commit(commit, now);
    }
  }

  /** Bytes that break off. */
  private static InputStream broken() {
    InputStream reset =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("connection reset");
          }

          @Override
          public int read(byte[] into, int offset, int length) throws IOException {
            return read();
          }
        };
    return new SequenceInputStream(bytes(3 * CHUNK), reset);
  }

  // ---------------------------------------------------------------- files

  @Test
  void a_connection_reads_and_writes_files_of_the_engine() {
    remote.does(
        call -> {
          try (ConnectorEngine.Content in = call.engine().open("page")) {
            contents.add(new String(in.bytes().readAllBytes(), StandardCharsets.UTF_8));
          }
          byte[] after = "after".getBytes(StandardCharsets.UTF_8);
          return Map.of("size", call.engine().save("page", new ByteArrayInputStream(after)));
        });

    assertThat(outputs("file", Map.of())).containsEntry("content", "after");
    assertThat(contents).containsExactly("before");
  }

  @Test
  void a_file_whose_content_breaks_off_is_as_it_was_and_leaves_nothing_behind() {
    remote.does(call -> Map.of("size", call.engine().save("page", broken())));

    assertThat(outputs("file", Map.of())).containsEntry("content", "before");
    assertThat(chunks).as("one before, three and the mark of the new version").hasSize(5);
    assertThat(chunks).filteredOn(key -> flows.store().cell("file", key).version() > 0).hasSize(1);
  }

  @Test
  void a_file_that_does_not_exist_ends_the_connection() {
    remote.does(call -> Map.of("read", call.engine().open("nothing").size()));

    assertThat((String) outputs("main", Map.of()).get("error"))
        .contains("ResourceNotFoundError")
        .contains("<file nothing>");
  }

  @Test
  void fa_208_a_connection_that_had_saved_a_file_may_take_another_course_after_a_crash() {
    remote
        .does(
            call -> {
              long size = call.engine().save("page", bytes(2 * CHUNK + 1));
              contents.add("saved " + size);
              call.engine().pause(Duration.ofDays(1));
              return Map.of();
            })
        .answers(Map.of("page", "none"));
    ExecutionId main = flows.engine().flow("main").start().id();
    flows.time().settle();
    assertThat(contents).containsExactly("saved " + (2 * CHUNK + 1));
    flows.crash();

    assertThat(flows.engine().execution(main).await(PATIENCE).outputs())
        .containsEntry("page", "none");
  }

  // ---------------------------------------------------------------- time

  @Test
  void a_connector_waits_in_the_time_of_the_engine() {
    remote.does(
        call -> {
          Instant before = call.engine().instant();
          call.engine().pause(Duration.ofDays(3));
          return Map.of("seconds", Duration.between(before, call.engine().instant()).toSeconds());
        });

    assertThat((Long) outputs("main", Map.of()).get("seconds")).isGreaterThanOrEqualTo(259_200L);
  }

  // ---------------------------------------------------------------- the outbound policy

  @Test
  void the_policy_of_the_engine_is_asked_and_refuses_this_machine_by_default() {
    remote.does(call -> Map.of("reached", call.engine().reach("localhost", 80).size()));

    assertThat((String) outputs("main", Map.of()).get("error"))
        .contains("OutboundRefused")
        .contains("is this machine");
  }

  // ---------------------------------------------------------------- secrets

  @Test
  void fa_106_neither_errors_nor_outputs_have_a_secret_in_any_form() {
    String basic =
        Base64.getEncoder().encodeToString("me:hunter2hunter2".getBytes(StandardCharsets.UTF_8));
    remote.does(
        call -> {
          call.hide("token-of-the-day");
          call.output("echo", List.of("hunter2hunter2", basic));
          throw new ConnectorException("Refused", "token-of-the-day and hunter2hunter2, " + basic);
        });
    Execution main = flows.engine().flow("main").input("password", "hunter2hunter2").start();
    String error = String.valueOf(main.await(PATIENCE).outputs().get("error"));

    assertThat(error).contains("*** and ***");
    Execution connection = main.children().getFirst();
    assertThat(error + connection.record().state().outputs())
        .doesNotContain("hunter2", "of-the-day", basic.substring(6, 20));
  }

  @Test
  void fa_106_a_secret_value_of_a_dict_is_hidden_and_the_others_are_not() {
    remote.answers(Map.of());
    Map<String, ?> headers = Map.of("Authorization", "Bearer hunter2", "Accept", "text/plain");
    Execution main = flows.engine().flow("main").input("headers", headers).start();
    main.await(PATIENCE);

    assertThat(main.children().getFirst().inputs())
        .isEqualTo(Map.of("headers", Map.of("Authorization", "***", "Accept", "text/plain")));
    assertThat(remote.asked().getFirst()).containsEntry("headers", headers);
  }
}
