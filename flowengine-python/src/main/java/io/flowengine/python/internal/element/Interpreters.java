package io.flowengine.python.internal.element;

import io.flowengine.execution.ExecutionId;
import io.flowengine.python.internal.bridge.Connected;
import io.flowengine.python.internal.interpreter.CompiledScript;
import io.flowengine.python.internal.interpreter.ElementEntries;
import io.flowengine.python.internal.interpreter.Interpreter;
import java.util.Optional;
import java.util.function.Function;
import org.graalvm.polyglot.Value;

/** Where scripts of flows over elements run. */
public interface Interpreters {
  /** {@return an interpreter, to be given back} */
  Interpreter take();

  /**
   * Gives an interpreter back.
   *
   * @param interpreter the interpreter
   */
  void giveBack(Interpreter interpreter);

  /**
   * Makes a script that is compiled for each interpreter that it runs in.
   *
   * @param compiler compiles it
   * @return the script
   */
  CompiledScript script(Function<ElementEntries, Value> compiler);

  /**
   * Notes that a script begins to run on the calling thread, so that it can be stopped: when the
   * thread is interrupted, or when its interpreter is stuck.
   *
   * @param execution the execution that it belongs to; empty if there is none
   * @param script its connection
   * @param interpreter where it runs
   * @return what is to be run when the script does not run any more
   */
  Runnable running(Optional<ExecutionId> execution, Connected script, Interpreter interpreter);
}
