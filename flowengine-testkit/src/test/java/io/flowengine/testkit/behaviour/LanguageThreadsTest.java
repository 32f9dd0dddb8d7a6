package io.flowengine.testkit.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.FlowEngine;
import io.flowengine.FlowEngineBuilder;
import io.flowengine.execution.Execution;
import io.flowengine.execution.Value;
import io.flowengine.testkit.VirtualTime;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The kind of thread that executions get, on the machine's threads and on a virtual time's. */
final class LanguageThreadsTest {
  private static Map<String, @Nullable Object> run(FlowEngineBuilder builder, RawLanguage raw) {
    try (FlowEngine engine = builder.language(raw).flows(raw).build()) {
      Execution execution =
          engine
              .flow("raw")
              .input("call", "log")
              .input("arguments", Value.of(Map.of("text", "hello")))
              .start();
      execution.await(Duration.ofMinutes(1));
      return execution.outputs();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void an_execution_runs_on_the_kind_of_thread_that_its_language_needs(boolean platform) {
    assertThat(run(FlowEngine.builder(), new RawLanguage(platform)))
        .containsEntry("virtual", !platform);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void so_it_does_in_virtual_time(boolean platform) {
    VirtualTime time = VirtualTime.automatic();
    assertThat(run(FlowEngine.builder().environment(time), new RawLanguage(platform)))
        .containsEntry("virtual", !platform);
  }
}
