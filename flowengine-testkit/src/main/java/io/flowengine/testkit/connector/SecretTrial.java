package io.flowengine.testkit.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.FlowEngine;
import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.SecretRef;
import io.flowengine.spi.Store;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/** A call that fails, and everything of it that somebody can see. */
final class SecretTrial {
  static final String SECRET = "hunter2/hunter2+hunter2";
  static final String NAME = "the-secret-of-the-kit";

  private final KitEngines engines;
  private final Store store;
  private final Queue<String> events = new ConcurrentLinkedQueue<>();
  private final SecretSearch search = new SecretSearch(SECRET);

  SecretTrial(KitEngines engines, Store store) {
    this.engines = engines;
    this.store = store;
  }

  /**
   * Makes the call with the secret itself in it.
   *
   * @return what the connection says in the end
   */
  String literal(Map<String, ?> inputs) {
    return run(inputs);
  }

  /**
   * Makes the call with {@code system.secret(name)} in its place.
   *
   * @return what the connection says in the end
   */
  String named(Map<String, ?> inputs) {
    Map<String, Object> named = new LinkedHashMap<>();
    inputs.forEach((name, value) -> named.put(name, named(value)));
    assertThat(named).as("inputs whose value is the secret").isNotEqualTo(inputs);
    search.requireAbsent("inputs beside it", named.toString());
    return run(named);
  }

  private static Object named(Object value) {
    if (value instanceof Map<?, ?> dict) {
      Map<Object, Object> named = new LinkedHashMap<>();
      dict.forEach((key, each) -> named.put(key, named(each)));
      return named;
    }
    return value.equals(SECRET) ? new SecretRef(NAME) : value;
  }

  private String run(Map<String, ?> inputs) {
    try (RootLog log = new RootLog();
        FlowEngine engine =
            engines
                .builder(store)
                .secrets(name -> name.equals(NAME) ? Optional.of(SECRET) : Optional.empty())
                .listener(event -> events.add(event.toString()))
                .build()) {
      Execution main = engine.flow("main").inputs(inputs).start();
      main.outcome(KitEngines.PATIENCE);
      look(main);
      search.requireAbsent("events", String.join("\n", events));
      search.requireAbsent("log", log.text());
      return KitEngines.connection(main).message().orElse("");
    }
  }

  private void look(Execution main) {
    Execution connection = KitEngines.connection(main);
    assertThat(connection.status()).isEqualTo(ExecutionStatus.ENDED_ERROR);
    search.requireAbsent("message", connection.message().orElse(""));
    search.requireAbsent("message of the parent", main.message().orElse(""));
    search.requireAbsent("outputs", String.valueOf(connection.outputs()));
    search.requireAbsent("inputs as others see them", String.valueOf(connection.inputs()));
    search.requireAbsent("picture", main.tree().toText() + main.tree().toMermaid());
    search.requireAbsent("log of the executions", main.log() + " " + connection.log());
    store
        .journals(Set.of(main.id(), connection.id()))
        .forEach((id, entries) -> search.requireAbsent("journal", entries.toString()));
  }

  /** Looks at every byte that a store has written below a folder, and has to find something. */
  void lookAtFiles(Path folder) throws IOException {
    boolean found = false;
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
        search.requireAbsent("file " + file.getFileName(), bytes);
        found |= bytes.contains(NAME);
      }
    }
    assertThat(found).as("the name of the secret is in the files %s", List.of(folder)).isTrue();
  }
}
