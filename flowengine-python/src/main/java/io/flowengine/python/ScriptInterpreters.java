package io.flowengine.python;

import io.flowengine.execution.ExecutionId;
import io.flowengine.python.internal.bridge.Connected;
import io.flowengine.python.internal.element.Interpreters;
import io.flowengine.python.internal.interpreter.CompiledScript;
import io.flowengine.python.internal.interpreter.ElementEntries;
import io.flowengine.python.internal.interpreter.Interpreter;
import java.util.Optional;
import java.util.function.Function;
import org.graalvm.polyglot.Value;

/** The interpreters of a runtime, for scripts of flows over elements. */
final class ScriptInterpreters implements Interpreters {
  private final PythonRuntime runtime;
  private final RunningScripts running;

  ScriptInterpreters(PythonRuntime runtime, RunningScripts running) {
    this.runtime = runtime;
    this.running = running;
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

  @Override
  public Runnable running(
      Optional<ExecutionId> execution, Connected script, Interpreter interpreter) {
    var here = new RunningScripts.Running(execution.orElse(null), script, interpreter);
    running.add(here);
    return () -> running.remove(here);
  }
}
