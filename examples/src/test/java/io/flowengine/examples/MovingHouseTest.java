package io.flowengine.examples;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The second program of the README, in JVMs of its own. */
class MovingHouseTest {
  @TempDir Path folder;

  @Test
  void it_is_killed_in_the_middle_and_goes_on() throws Exception {
    List<String> first = new ArrayList<>();
    Process killed = start();
    try (BufferedReader printed = killed.inputReader(StandardCharsets.UTF_8)) {
      while (first.size() < 3) {
        first.add(requireNonNull(printed.readLine()));
      }
    }
    assertThat(killed.destroyForcibly().waitFor(30, TimeUnit.SECONDS)).isTrue();

    Process again = start();
    List<String> second = again.inputReader(StandardCharsets.UTF_8).lines().toList();
    assertThat(again.waitFor()).isZero();

    assertThat(first).containsExactly("packing: kitchen", "packing: bath", "packing: study");
    assertThat(second.subList(0, 3))
        .containsExactly("packing: study", "packing: attic", "packing: cellar");
    assertThat(second.getLast()).contains("move  ENDED_SUCCESS", "{\"result\":\"moved\"}");
  }

  private Process start() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-classpath",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            MovingHouse.class.getName(),
            folder.resolve("moving.db").toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
