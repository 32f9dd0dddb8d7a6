package io.flowengine.python;

import io.flowengine.testkit.FlowEngineExtension;

/** The interpreters that all tests of this module share. They live as long as the JVM. */
final class SharedPython {
  static final PythonRuntime RUNTIME = PythonRuntime.create();

  private SharedPython() {}

  /** A builder of engines that run Python on the shared interpreters. */
  static FlowEngineExtension.Builder engines() {
    return FlowEngineExtension.builder().language(() -> PythonFlows.on(RUNTIME));
  }
}
