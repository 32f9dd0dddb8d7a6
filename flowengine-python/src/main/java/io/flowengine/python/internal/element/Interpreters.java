package io.flowengine.python.internal.element;

import io.flowengine.python.internal.interpreter.CompiledScript;
import io.flowengine.python.internal.interpreter.ElementEntries;
import io.flowengine.python.internal.interpreter.Interpreter;
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
}
