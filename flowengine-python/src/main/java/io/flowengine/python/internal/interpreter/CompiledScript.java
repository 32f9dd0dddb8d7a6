package io.flowengine.python.internal.interpreter;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.graalvm.polyglot.Value;

/** A script, compiled for each interpreter that it has run in. Thread-safe. */
public final class CompiledScript {
  private final Function<Interpreter, Value> compiler;
  private final boolean keeps;
  private final Map<Interpreter, Value> compiled = new ConcurrentHashMap<>();

  /**
   * Makes a script that is not compiled yet.
   *
   * @param compiler compiles it for an interpreter
   * @param keeps whether interpreters are used again, so that it pays to keep what was compiled
   */
  public CompiledScript(Function<Interpreter, Value> compiler, boolean keeps) {
    this.compiler = compiler;
    this.keeps = keeps;
  }

  /**
   * Gives the script for an interpreter. Two threads may compile at the same time. Not so under a
   * lock of the map: a stuck interpreter does not let go of the thread that compiles for it, and
   * others would wait for the lock.
   *
   * @param interpreter where it is to run
   * @return the compiled script
   */
  public Value in(Interpreter interpreter) {
    Value known = compiled.get(interpreter);
    if (known != null) {
      return known;
    }
    Value script = compiler.apply(interpreter);
    if (keeps) {
      compiled.keySet().removeIf(Interpreter::isRetired);
      compiled.put(interpreter, script);
    }
    return script;
  }
}
