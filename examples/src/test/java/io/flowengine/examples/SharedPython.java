package io.flowengine.examples;

import io.flowengine.python.PythonRuntime;

/** Interpreters are dear to make: all tests use the same. They live as long as the JVM. */
final class SharedPython {
  static final PythonRuntime RUNTIME = PythonRuntime.create();

  private SharedPython() {}
}
