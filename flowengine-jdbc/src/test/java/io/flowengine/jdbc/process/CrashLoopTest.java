package io.flowengine.jdbc.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.testkit.process.ChildJvm;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A flow that kills its JVM each time it is run. */
class CrashLoopTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Test
  void a_flow_that_ends_its_jvm_five_times_is_paused_with_the_reason(@TempDir Path folder) {
    String address = StoreAddress.of(folder.resolve("flows.db"));
    for (int run = 0; run < 5; run++) {
      try (ChildJvm child = ChildJvm.start(HaltingJvm.class, address, String.valueOf(run * 60))) {
        assertThat(child.next(PATIENCE)).as("run %s: %s", run, child.story()).isNull();
        assertThat(child.exit()).isEqualTo(HaltingJvm.HALTED);
      }
    }
    try (ChildJvm child = ChildJvm.start(HaltingJvm.class, address, "300")) {
      assertThat(child.next(PATIENCE))
          .as(child::story)
          .startsWith("CRASH_LOOP: claimed 5 times without a new entry");
    }
  }
}
