package io.flowengine.python;

import io.flowengine.python.internal.element.Interpreters;
import io.flowengine.python.internal.interpreter.CompiledScript;
import io.flowengine.python.internal.interpreter.ElementEntries;
import io.flowengine.python.internal.interpreter.Interpreter;
import java.util.function.Function;
import org.graalvm.polyglot.Value;

/** The interpreters of a runtime, for scripts of flows over elements. */
final class ScriptInterpreters implements Interpreters {
  private final PythonRuntime runtime;

  ScriptInterpreters(PythonRuntime runtime) {
    this.runtime = runtime;
  }

  @Override
  public Interpreter take() {
    return runtime.take(null);
  }

  @Override
  public void giveBack(Interpreter interpreter) {
    runtime.giveBack(interpreter);
  }

  @Override
  public CompiledScript script(Function<ElementEntries, Value> compiler) {
    return new CompiledScript(
        interpreter -> compiler.apply(interpreter.elementScripts()), runtime.keepsInterpreters());
  }
}
