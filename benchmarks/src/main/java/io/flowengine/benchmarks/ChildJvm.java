package io.flowengine.benchmarks;

import static java.util.Objects.requireNonNull;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Another JVM with the same class path. */
final class ChildJvm {
  private ChildJvm() {}

  /**
   * Runs a class and gives what it printed.
   *
   * @throws IOException if it fails
   */
  static String run(List<String> options, Class<?> main, String... args)
      throws IOException, InterruptedException {
    Process process = start(options, main, args);
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int status = process.waitFor();
    if (status != 0) {
      throw new IOException(main.getSimpleName() + " ended with status " + status + ": " + output);
    }
    return output;
  }

  /**
   * Starts a class.
   *
   * @throws IOException if it cannot be started
   */
  static Process start(List<String> options, Class<?> main, String... args) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(options);
    command.addAll(
        List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
    command.addAll(List.of("-classpath", classPath(), main.getName()));
    command.addAll(List.of(args));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /** The class path with jars only, as far as there are jars: a cache of classes needs that. */
  private static String classPath() {
    String path = requireNonNull(System.getProperty("java.class.path"));
    for (String entry : path.split(File.pathSeparator, -1)) {
      File jar = jarOf(new File(entry));
      if (jar != null) {
        path = path.replace(entry, jar.getPath());
      }
    }
    return path;
  }

  /** The jar that was made of a folder of classes. */
  private static @Nullable File jarOf(File classes) {
    File[] jars =
        classes.getName().equals("classes")
            ? classes.getParentFile().listFiles((folder, name) -> name.endsWith("SNAPSHOT.jar"))
            : null;
    return jars == null || jars.length == 0 ? null : jars[0];
  }
}
