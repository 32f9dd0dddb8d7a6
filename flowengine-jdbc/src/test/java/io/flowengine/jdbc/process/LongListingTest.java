package io.flowengine.jdbc.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.testkit.process.ChildJvm;
import io.flowengine.testkit.rule.Rule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A listing may be long: what it takes of the heap is one of its pages. */
class LongListingTest {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @Test
  @Rule("FA-88")
  void a_listing_of_100_000_executions_is_read_twice_and_replayed_with_a_heap_of_24_mb(
      @TempDir Path directory) {
    String address = StoreAddress.of(directory.resolve("flows.db"));
    List<String> littleHeap = List.of("env", "_JAVA_OPTIONS=-Xmx24m");
    try (ChildJvm jvm =
        ChildJvm.start(littleHeap, LongListingJvm.class, address, String.valueOf(100_000))) {
      jvm.await("waits", PATIENCE);
      assertThat(jvm.next(PATIENCE)).as(jvm.story()).isEqualTo("100000 listed, equal");
    }
  }
}
