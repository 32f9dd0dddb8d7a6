package io.flowengine.python;

import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.Value;
import io.flowengine.python.internal.bridge.Bridge;
import io.flowengine.python.internal.bridge.ScriptFailure;
import io.flowengine.python.internal.interpreter.CompiledScript;
import io.flowengine.python.internal.interpreter.Interpreter;
import io.flowengine.spi.Environment;
import io.flowengine.spi.FlowCalls;
import io.flowengine.spi.FlowProgram;
import io.flowengine.spi.FlowScript;
import io.flowengine.spi.LineWatch;
import io.flowengine.spi.ScriptFailedException;
import java.util.Optional;
import org.graalvm.polyglot.PolyglotException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A script, compiled for each interpreter that it has run in. */
final class PythonProgram implements FlowProgram {
  private static final Logger LOG = LoggerFactory.getLogger(PythonProgram.class);

  private final FlowScript script;
  private final PythonRuntime runtime;
  private final RunningScripts running;
  private final Environment environment;
  private final CompiledScript compiled;
  private final CompiledScript watched;

  private final @Nullable String legacy;

  /**
   * Makes a program that is not compiled yet.
   *
   * @param legacy the name of the environment if it speaks the legacy dialect; null if not
   */
  PythonProgram(
      FlowScript script,
      PythonRuntime runtime,
      RunningScripts running,
      Environment environment,
      @Nullable String legacy) {
    this.script = script;
    this.legacy = legacy;
    this.runtime = runtime;
    this.running = running;
    this.environment = environment;
    boolean keeps = runtime.keepsInterpreters();
    this.compiled = new CompiledScript(interpreter -> compile(interpreter, false), keeps);
    this.watched = new CompiledScript(interpreter -> compile(interpreter, true), keeps);
  }

  @Override
  public Value run(FlowCalls calls) {
    ExecutionRecord record = calls.record();
    Interpreter interpreter = runtime.take(record.attributes().projectId());
    try {
      return run(calls, record, interpreter);
    } finally {
      runtime.giveBack(interpreter);
    }
  }

  /** Compiles the script. */
  void check() {
    Interpreter interpreter = runtime.take(null);
    try {
      var unused = compiled.in(interpreter);
    } finally {
      runtime.giveBack(interpreter);
    }
  }

  private Value run(FlowCalls calls, ExecutionRecord record, Interpreter interpreter) {
    Bridge bridge = new Bridge(calls, script.file(), environment);
    var here = new RunningScripts.Running(record.id(), bridge, interpreter);
    running.add(here);
    try {
      Optional<LineWatch> watch = calls.lines();
      org.graalvm.polyglot.Value program = (watch.isPresent() ? watched : compiled).in(interpreter);
      calls.locatedBy(() -> interpreter.location(script.file()));
      org.graalvm.polyglot.Value answer =
          interpreter.run(
              program,
              bridge,
              record.id().toString(),
              record.attributes().inputs().json(),
              watch.map(bridge::lines).orElse(null));
      return bridge.isDropped() || answer.isNull() ? Value.NULL : result(answer.asString());
    } catch (ScriptFailedException e) {
      throw e;
    } catch (Throwable e) {
      if (bridge.isDropped()) {
        LOG.debug("the stack of execution {} was unwound", record.id(), e);
        return Value.NULL;
      }
      if (e instanceof PolyglotException inside) {
        throw ScriptFailure.of(inside);
      }
      throw e;
    } finally {
      running.remove(here);
    }
  }

  private org.graalvm.polyglot.Value compile(Interpreter interpreter, boolean watch) {
    org.graalvm.polyglot.Value program =
        interpreter.prepare(script.text(), script.file(), watch, legacy);
    if (program.isString()) {
      throw ScriptFailure.read(program.asString());
    }
    return program;
  }

  private static Value result(String answer) {
    if (answer.charAt(0) == 'R') {
      return Value.ofJson(answer.substring(1));
    }
    throw ScriptFailure.read(answer);
  }
}
