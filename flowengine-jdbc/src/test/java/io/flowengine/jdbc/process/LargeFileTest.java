package io.flowengine.jdbc.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.testkit.process.ChildJvm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The content of a file is never wholly in memory. */
class LargeFileTest {
  private static final long SIZE = 100L * 1024 * 1024;

  @Test
  void fa_108_a_file_is_saved_copied_and_read_with_less_heap_than_it_has_bytes(
      @TempDir Path directory) {
    String address = StoreAddress.of(directory.resolve("flows.db"));
    List<String> littleHeap = List.of("env", "_JAVA_OPTIONS=-Xmx64m");
    try (ChildJvm jvm =
        ChildJvm.start(littleHeap, LargeFileJvm.class, address, String.valueOf(SIZE))) {
      assertThat(jvm.next(Duration.ofMinutes(5))).as(jvm.story()).isEqualTo(SIZE + " bytes, equal");
    }
  }
}
