package io.flowengine.python;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.FlowEngine;
import io.flowengine.execution.Execution;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** FA-10: who shares the modules that scripts import. */
class IsolationTest {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void fa_10_imported_modules_are_shared_as_the_embedder_chose(Isolation isolation)
      throws Exception {
    Files.writeString(
        folder.resolve("probe.py"),
        """
        import fractions
        def handler(system, this, inputs):
            fractions.seen = getattr(fractions, 'seen', []) + [inputs['n']]
            return {'seen': fractions.seen}
        """);
    Files.writeString(
        folder.resolve("main.py"),
        """
        def handler(system, this, inputs):
            seen = []
            for n, project in enumerate(['a', 'b', 'a']):
                id = system.project(project).save().get('id')
                seen.append(this.flow('probe', n=n, init={'project_id': id}).get('output_value')['seen'])
            return {'seen': seen}
        """);
    try (PythonRuntime runtime =
            PythonRuntime.builder().isolation(isolation).interpreters(1).build();
        FlowEngine engine =
            FlowEngine.builder().language(PythonFlows.on(runtime)).flows(folder).build()) {
      Execution main = engine.flow("main").start().await(ofSeconds(60));
      assertThat(main.outputs().get("seen"))
          .isEqualTo(
              switch (isolation) {
                case SHARED -> List.of(List.of(0L), List.of(0L, 1L), List.of(0L, 1L, 2L));
                case PER_PROJECT -> List.of(List.of(0L), List.of(1L), List.of(0L, 2L));
                case PER_EXECUTION -> List.of(List.of(0L), List.of(1L), List.of(2L));
              });
    }
  }
}
