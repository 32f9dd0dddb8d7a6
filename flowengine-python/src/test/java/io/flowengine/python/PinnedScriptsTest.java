package io.flowengine.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowengine.FlowEngine;
import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ResourceNotFoundException;
import io.flowengine.spi.Store;
import io.flowengine.testkit.VirtualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scripts that change while executions of them wait. */
class PinnedScriptsTest {
  private final VirtualTime time = VirtualTime.manual();
  private final Store store = FlowEngine.inMemoryStore();
  @TempDir private Path folder;
  private FlowEngine engine;

  private void open(Path scripts) {
    if (engine != null) {
      engine.close();
      time.advance(Duration.ofSeconds(1));
    }
    engine =
        FlowEngine.builder()
            .environment(time.node())
            .store(store)
            .shutdown(Duration.ZERO)
            .language(PythonFlows.on(SharedPython.RUNTIME))
            .flows(scripts)
            .build();
    time.settle();
  }

  private Path script(String name, String said) throws IOException {
    Path scripts = Files.createDirectories(folder.resolve(name));
    Files.writeString(
        scripts.resolve("ask.py"),
        """
        def handler(system, this, inputs):
            this.message('question', 'go on?')
            return '%s'
        """
            .formatted(said));
    return scripts;
  }

  private ExecutionId start() {
    Execution execution = engine.flow("ask").start();
    time.settle();
    return execution.id();
  }

  private Map<String, Object> answered(ExecutionId id) {
    engine.openMessages().stream()
        .filter(message -> message.executionId().equals(id))
        .forEach(message -> engine.answer(message.id(), Map.of()));
    time.settle();
    return engine.execution(id).outputs();
  }

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void fa_33_an_execution_keeps_the_text_it_began_with_when_the_file_changes() throws Exception {
    open(script("here", "old"));
    ExecutionId old = start();
    Path scripts = script("here", "a new one");

    assertThat(answered(start())).containsEntry("result", "a new one");
    open(scripts);
    assertThat(answered(old)).containsEntry("result", "old");
  }

  @Test
  void fa_33_a_node_with_another_text_runs_the_pinned_one() throws Exception {
    open(script("here", "old"));
    ExecutionId old = start();
    open(script("there", "new"));

    assertThat(answered(old)).containsEntry("result", "old");
    assertThat(answered(start())).containsEntry("result", "new");
  }

  @Test
  void fa_33_a_node_without_the_file_runs_the_pinned_text() throws Exception {
    open(script("here", "old"));
    ExecutionId old = start();
    open(Files.createDirectories(folder.resolve("empty")));

    assertThat(answered(old)).containsEntry("result", "old");
  }

  @Test
  void the_same_text_is_the_same_version_on_all_nodes() throws Exception {
    open(script("here", "same"));
    String version = engine.execution(start()).record().origin().version();
    open(script("there", "same"));

    assertThat(engine.execution(start()).record().origin().version()).isEqualTo(version);
  }

  @Test
  void fa_33_an_earlier_text_can_be_started_by_its_version() throws Exception {
    open(script("here", "old"));
    String version = engine.execution(start()).record().origin().version();
    open(script("there", "new"));
    Execution again = engine.flow("ask").version(version).start();
    time.settle();

    assertThat(answered(again.id())).containsEntry("result", "old");
  }

  @Test
  void fa_13_a_text_that_never_ran_is_refused_with_the_present_version() throws Exception {
    open(script("here", "old"));

    assertThatThrownBy(() -> engine.flow("ask").version("nope"))
        .isInstanceOf(ResourceNotFoundException.class)
        .hasMessageContaining("nope")
        .hasMessageContaining("the present one is ");
  }
}
