package io.flowengine.benchmarks;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import java.io.File;
import java.util.Arrays;
import java.util.List;

/** The compiler of Python code, for JVMs that are started with it. */
final class GraalCompiler {
  private static final List<String> JARS =
      List.of("compiler-", "truffle-compiler-", "collections-", "word-", "nativeimage-");

  private GraalCompiler() {}

  /** {@return the options that switch it on} */
  static List<String> flags() {
    String jars =
        Arrays.stream(
                requireNonNull(System.getProperty("java.class.path")).split(File.pathSeparator))
            .filter(path -> JARS.stream().anyMatch(new File(path).getName()::startsWith))
            .collect(joining(File.pathSeparator));
    return List.of(
        "-XX:+UnlockExperimentalVMOptions", "-XX:+EnableJVMCI", "--upgrade-module-path=" + jars);
  }
}
