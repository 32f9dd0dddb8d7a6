package io.flowengine.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.jdbc.JdbcStore;
import io.flowengine.spi.Store;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a newcomer sees first: the quick start and the program of the README. */
class QuickStartTest {
  @TempDir Path folder;

  @Test
  void the_quick_start_acknowledges_the_message_and_prints_both_trees() {
    assertThat(printed(this::quickStart))
        .contains("Acknowledged 'Message': The value is: 42")
        .contains("2 calculate new value  ENDED_SUCCESS")
        .contains("{\"total\":15}  waited for 2, 3, 4, 5, 6");
  }

  private void quickStart() {
    try (Store store = JdbcStore.embedded(folder.resolve("flows.db"))) {
      QuickStart.run(SharedPython.RUNTIME, store, QuickStart.FLOWS);
    }
  }

  @Test
  void the_program_of_the_readme_orders() {
    assertThat(printed(() -> OrderPieces.main(new String[0])))
        .contains("{\"price\":36,\"receipt\":\"booked for 36\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "flows/readme/order.py",
        "src/main/java/io/flowengine/examples/OrderPieces.java",
        "src/main/java/io/flowengine/examples/MovingHouse.java",
        "src/test/java/io/flowengine/examples/ApprovalTest.java"
      })
  void the_readme_shows_the_examples_as_they_are(String file) throws IOException {
    String readme = Files.readString(Path.of("../README.md"));
    String source = Files.readString(Path.of(file));
    int begin = file.endsWith(".py") ? 0 : source.indexOf("class ");
    String shown = source.substring(begin).strip();
    assertThat(readme).contains(shown);
  }

  private static String printed(Runnable program) {
    PrintStream console = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      program.run();
    } finally {
      System.setOut(console);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
