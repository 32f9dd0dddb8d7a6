package io.flowengine.jdbc.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.testkit.process.ChildJvm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal may be long: what it takes of the heap is its entries, once. */
class LongJournalTest {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @Test
  void a_journal_of_100_000_calls_is_replayed_listed_and_exported_with_a_heap_of_128_mb(
      @TempDir Path directory) {
    String address = StoreAddress.of(directory.resolve("flows.db"));
    List<String> littleHeap = List.of("env", "_JAVA_OPTIONS=-Xmx128m");
    try (ChildJvm jvm =
        ChildJvm.start(littleHeap, LongJournalJvm.class, address, String.valueOf(100_000))) {
      jvm.await("waits", PATIENCE);
      assertThat(jvm.next(PATIENCE)).as(jvm.story()).isEqualTo("replayed: 100000");
      assertThat(jvm.next(PATIENCE)).as(jvm.story()).isEqualTo("listed: 100101");
      assertThat(jvm.next(PATIENCE)).as(jvm.story()).isEqualTo("exported: 100101");
    }
  }
}
