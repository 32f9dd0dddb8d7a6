package io.flowengine.python;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.Failure;
import io.flowengine.execution.Value;
import io.flowengine.python.internal.bridge.Bridge;
import io.flowengine.python.internal.interpreter.Interpreter;
import io.flowengine.spi.Environment;
import io.flowengine.spi.FlowCalls;
import io.flowengine.spi.FlowProgram;
import io.flowengine.spi.FlowScript;
import io.flowengine.spi.ScriptFailedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.SourceSection;
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
  private final Map<Interpreter, org.graalvm.polyglot.Value> compiled = new ConcurrentHashMap<>();

  PythonProgram(
      FlowScript script, PythonRuntime runtime, RunningScripts running, Environment environment) {
    this.script = script;
    this.runtime = runtime;
    this.running = running;
    this.environment = environment;
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

  private Value run(FlowCalls calls, ExecutionRecord record, Interpreter interpreter) {
    Bridge bridge = new Bridge(calls, script.file(), environment);
    var here = new RunningScripts.Running(record.id(), bridge, interpreter, Thread.currentThread());
    running.add(here);
    try {
      org.graalvm.polyglot.Value program = programFor(interpreter);
      calls.locatedBy(() -> interpreter.location(script.file()));
      org.graalvm.polyglot.Value answer =
          interpreter.run(
              program, bridge, record.id().toString(), record.attributes().inputs().json());
      return bridge.isDropped() || answer.isNull() ? Value.NULL : result(answer.asString());
    } catch (ScriptFailedException e) {
      throw e;
    } catch (Throwable e) {
      if (bridge.isDropped()) {
        LOG.debug("the stack of execution {} was unwound", record.id(), e);
        return Value.NULL;
      }
      if (e instanceof PolyglotException inside) {
        throw internal(inside);
      }
      throw e;
    } finally {
      running.remove(here);
    }
  }

  /**
   * Two threads may compile at the same time. Not so under a lock of the map: a stuck interpreter
   * does not let go of the thread that compiles for it, and others would wait for the lock.
   */
  private org.graalvm.polyglot.Value programFor(Interpreter interpreter) {
    org.graalvm.polyglot.Value known = compiled.get(interpreter);
    if (known != null) {
      return known;
    }
    org.graalvm.polyglot.Value program = compile(interpreter);
    if (runtime.keepsInterpreters()) {
      compiled.keySet().removeIf(Interpreter::isRetired);
      compiled.put(interpreter, program);
    }
    return program;
  }

  private org.graalvm.polyglot.Value compile(Interpreter interpreter) {
    org.graalvm.polyglot.Value program = interpreter.prepare(script.text(), script.file());
    if (program.isString()) {
      throw failure(program.asString());
    }
    return program;
  }

  private static Value result(String answer) {
    if (answer.charAt(0) == 'R') {
      return Value.ofJson(answer.substring(1));
    }
    throw failure(answer);
  }

  /** What the interpreter itself cannot do it answers with errors that Python code does not see. */
  private static ScriptFailedException internal(PolyglotException e) {
    List<Failure.Frame> frames = new ArrayList<>();
    StringBuilder stack = new StringBuilder("InternalError: ").append(e.getMessage());
    for (PolyglotException.StackFrame frame : e.getPolyglotStackTrace()) {
      SourceSection place = frame.getSourceLocation();
      if (frame.isGuestFrame() && place != null && place.isAvailable()) {
        String file = place.getSource().getName();
        frames.add(new Failure.Frame(frame.getRootName(), file, place.getStartLine()));
        stack.append("\n  in ").append(frame.toString().strip());
      }
    }
    return new ScriptFailedException(
        "InternalError", String.valueOf(e.getMessage()), stack.toString(), frames, null);
  }

  /** Reads the description of an error that the script did not catch. */
  private static ScriptFailedException failure(String answer) {
    Map<String, @Nullable Object> failure = Value.ofJson(answer.substring(1)).toMap();
    List<Failure.Frame> frames = new ArrayList<>();
    if (failure.get("frames") instanceof List<?> list) {
      for (Object each : list) {
        Map<?, ?> frame = (Map<?, ?>) each;
        frames.add(
            new Failure.Frame(
                String.valueOf(frame.get("function")),
                String.valueOf(frame.get("file")),
                frame.get("line") instanceof Number line ? line.intValue() : 0));
      }
    }
    Object cause = failure.get("caused_by");
    return new ScriptFailedException(
        String.valueOf(failure.get("error")),
        String.valueOf(failure.get("message")),
        String.valueOf(failure.get("stack")),
        frames,
        cause == null ? null : ExecutionId.of(String.valueOf(cause)));
  }
}
