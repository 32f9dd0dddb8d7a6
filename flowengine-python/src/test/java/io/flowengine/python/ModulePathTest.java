package io.flowengine.python;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A host that has this library on its module path, in a JVM of its own. */
class ModulePathTest {
  private static final List<String> OF_TESTS =
      List.of(
          "test-classes",
          "testkit",
          "junit",
          "jqwik",
          "assertj",
          "byte-buddy",
          "opentest4j",
          "apiguardian",
          "logback",
          "surefire");
  private static final String HOST =
      """
      import io.flowengine.FlowEngine;
      import io.flowengine.python.PythonFlows;
      import java.nio.file.Path;
      import java.time.Duration;

      public class Host {
        public static void main(String[] args) {
          System.out.println("named " + PythonFlows.class.getModule().isNamed());
          try (FlowEngine engine =
              FlowEngine.builder().language(PythonFlows.create()).flows(Path.of(args[0])).build()) {
            System.out.println(engine.flow("greet").start().await(Duration.ofMinutes(1)).outputs());
          }
        }
      }
      """;

  @TempDir Path folder;

  @Test
  void a_python_flow_runs_on_the_module_path() throws Exception {
    Files.writeString(
        folder.resolve("greet.py"),
        """
        def handler(system, this, inputs):
            this.log('hello')
            return {'greeting': 'hello'}
        """);
    Path host = Files.writeString(folder.resolve("Host.java"), HOST);
    String modules = modulePath();
    run(
        "javac",
        "-d",
        folder.toString(),
        "--module-path",
        modules,
        "--add-modules",
        "io.flowengine.python",
        host.toString());
    String output =
        run(
            "java",
            "--enable-native-access=ALL-UNNAMED",
            "--module-path",
            modules,
            "--add-modules",
            "io.flowengine.python,org.graalvm.py",
            "-classpath",
            folder.toString(),
            "Host",
            folder.toString());
    assertThat(output).contains("named true", "{greeting=hello}");
  }

  private static String modulePath() {
    String path =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return Arrays.stream(path.split(File.pathSeparator, -1))
        .filter(entry -> OF_TESTS.stream().noneMatch(entry::contains))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String run(String tool, String... arguments)
      throws IOException, InterruptedException {
    Path java = Path.of(System.getProperty("java.home"), "bin", tool);
    Process process =
        new ProcessBuilder(
                Stream.concat(Stream.of(java.toString()), Arrays.stream(arguments)).toList())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
