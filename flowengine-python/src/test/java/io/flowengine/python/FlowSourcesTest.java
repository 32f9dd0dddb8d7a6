package io.flowengine.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowengine.FlowEngine;
import io.flowengine.FlowEngineBuilder;
import io.flowengine.execution.BrokenFlow;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.spi.ScriptFailedException;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where scripts come from: folders on disk and on the class path. */
class FlowSourcesTest {
  private static final String GOOD = "def handler(system, this):\n    return 'good'\n";
  private static final String BROKEN = "def handler(system, this):\n    x = = 1\n";

  @TempDir private Path folder;
  private FlowEngine engine;

  private FlowEngine open(UnaryOperator<FlowEngineBuilder> flows) {
    engine =
        flows.apply(FlowEngine.builder().language(PythonFlows.on(SharedPython.RUNTIME))).build();
    return engine;
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private Object run(String flow) {
    return engine.flow(flow).start().await(Duration.ofMinutes(1)).outputs().get("result");
  }

  @BeforeEach
  void write() throws IOException {
    file("good.py", GOOD);
  }

  @AfterEach
  void close() {
    if (engine != null) {
      engine.close();
    }
  }

  @Test
  void a_broken_file_is_told_with_its_line() throws Exception {
    Path broken = file("broken.py", BROKEN);
    open(builder -> builder.flows(folder));

    assertThat(engine.operations().brokenFlows())
        .singleElement()
        .returns("broken", BrokenFlow::flow)
        .returns(broken.toString(), BrokenFlow::file)
        .returns(2, BrokenFlow::line);
  }

  @Test
  void a_broken_file_does_not_stop_the_others() throws Exception {
    file("broken.py", BROKEN);
    Files.write(folder.resolve("latin.py"), new byte[] {'#', '\n', '#', (byte) 0xe4, '\n'});
    open(builder -> builder.flows(folder));

    assertThat(engine.flows()).containsExactly("broken", "good", "latin");
    assertThat(run("good")).isEqualTo("good");
  }

  @Test
  void a_file_that_is_not_utf_8_is_told_with_its_line() throws Exception {
    Files.write(folder.resolve("latin.py"), new byte[] {'#', '\n', '#', (byte) 0xe4, '\n'});
    open(builder -> builder.flows(folder));

    assertThatThrownBy(() -> engine.flow("latin"))
        .isInstanceOf(ScriptFailedException.class)
        .hasMessageContaining("latin.py, line 2: byte 0xe4 is not UTF-8");
    assertThat(engine.operations().brokenFlows()).singleElement().returns(2, BrokenFlow::line);
  }

  @Test
  void a_stored_flow_that_is_broken_is_told_too() throws Exception {
    file("save.py", "def handler(system, this):\n    system.flow('x').save(script='x = = 1')\n");
    open(builder -> builder.flows(folder));
    run("save");

    assertThat(engine.operations().brokenFlows())
        .singleElement()
        .returns("<flow x>", BrokenFlow::file)
        .returns(1, BrokenFlow::line);
  }

  @Test
  void a_file_that_is_added_is_a_flow_at_once() throws Exception {
    open(builder -> builder.flows(folder));
    file("more.py", "def handler(system, this):\n    return 'more'\n");

    assertThat(run("more")).isEqualTo("more");
  }

  @Test
  void a_mended_file_counts_from_the_next_start_on() throws Exception {
    Path broken = file("broken.py", BROKEN);
    open(builder -> builder.flows(folder));
    assertThat(engine.operations().brokenFlows()).hasSize(1);
    Files.writeString(broken, GOOD);

    assertThat(engine.operations().brokenFlows()).isEmpty();
    assertThat(run("broken")).isEqualTo("good");
  }

  @Test
  void a_file_that_is_replaced_by_one_of_the_same_size_and_time_is_read_again() throws Exception {
    open(builder -> builder.flows(folder));
    assertThat(run("good")).isEqualTo("good");
    Path other = file("good.tmp", GOOD.replace("'good'", "'evil'"));
    Files.setLastModifiedTime(other, Files.getLastModifiedTime(folder.resolve("good.py")));
    Files.move(other, folder.resolve("good.py"), StandardCopyOption.REPLACE_EXISTING);

    assertThat(run("good")).isEqualTo("evil");
  }

  @Test
  void a_folder_that_does_not_exist_is_refused() {
    assertThatThrownBy(() -> open(builder -> builder.flows(folder.resolve("none"))))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("must be a folder of scripts");
  }

  @Test
  void flows_are_found_beside_jars_on_the_class_path() throws Exception {
    Files.createDirectories(folder.resolve("root/some/flows/inner"));
    file("root/some/flows/here.py", GOOD);
    try (URLClassLoader loader = loader(folder.resolve("root"))) {
      open(builder -> builder.flows(loader, "/some/flows/"));

      assertThat(engine.flows()).containsExactly("here");
      assertThat(run("here")).isEqualTo("good");
    }
  }

  @Test
  void flows_are_found_in_jars_on_the_class_path() throws Exception {
    Path jar = folder.resolve("flows.jar");
    try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (String entry : new String[] {"some/flows/", "some/flows/a.py", "some/flows/b/c.py"}) {
        out.putNextEntry(new JarEntry(entry));
        if (entry.endsWith(".py")) {
          out.write(GOOD.getBytes(StandardCharsets.UTF_8));
        }
      }
    }
    try (URLClassLoader loader = loader(jar)) {
      open(builder -> builder.flows(loader, "some/flows"));

      assertThat(engine.flows()).containsExactly("a");
      assertThat(run("a")).isEqualTo("good");
    }
  }

  private static URLClassLoader loader(Path place) throws IOException {
    return new URLClassLoader(new URL[] {place.toUri().toURL()}, null);
  }
}
