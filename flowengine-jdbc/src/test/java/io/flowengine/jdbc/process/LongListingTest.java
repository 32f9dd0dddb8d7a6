package io.flowengine.jdbc.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.testkit.process.ChildJvm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A listing has no more in memory than a page of what it passes over. */
class LongListingTest {
  private static final int COUNT = 100_000;

  @Test
  void fa_88_fa_94_a_filter_over_very_many_executions_needs_little_heap(@TempDir Path directory) {
    String address = StoreAddress.of(directory.resolve("flows.db"));
    List<String> littleHeap = List.of("env", "_JAVA_OPTIONS=-Xmx64m");
    try (ChildJvm jvm =
        ChildJvm.start(littleHeap, LongListingJvm.class, address, String.valueOf(COUNT))) {
      jvm.await("filled", Duration.ofMinutes(5));
      assertThat(jvm.next(Duration.ofMinutes(5)))
          .as(jvm.story())
          .isEqualTo("[execution 77] [execution 77]");
    }
  }
}
