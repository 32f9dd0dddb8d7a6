package io.flowengine.python.internal.element;

import io.flowengine.element.ElementContext;
import io.flowengine.element.ElementScript;
import io.flowengine.element.TaskFunction;
import io.flowengine.element.TaskScope;
import io.flowengine.execution.ExecutionId;
import io.flowengine.python.internal.bridge.ScriptFailure;
import io.flowengine.python.internal.interpreter.CompiledScript;
import io.flowengine.python.internal.interpreter.ElementEntries;
import io.flowengine.python.internal.interpreter.Interpreter;
import io.flowengine.spi.ElementLanguage;
import io.flowengine.spi.ElementScriptRun;
import io.flowengine.spi.Environment;
import io.flowengine.spi.ExecutionScript;
import io.flowengine.spi.ProcessingScript;
import io.flowengine.spi.ScriptFailedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/** Scripts of flows over elements, in Python. */
public final class PythonElements implements ElementLanguage {
  private final Interpreters interpreters;
  private final Supplier<Environment> environment;
  private final boolean filtersInPlace;

  /**
   * Makes the language.
   *
   * @param interpreters where scripts run
   * @param environment gives the engine's time once it has begun
   * @param filtersInPlace whether a filter in a processing script whose list is not used narrows
   *     the elements
   */
  public PythonElements(
      Interpreters interpreters, Supplier<Environment> environment, boolean filtersInPlace) {
    this.interpreters = interpreters;
    this.environment = environment;
    this.filtersInPlace = filtersInPlace;
  }

  @Override
  public ProcessingScript processing(ElementScript script) {
    CompiledScript compiled =
        checked(
            entries ->
                entries.compileProcessing().execute(script.text(), script.file(), filtersInPlace));
    return run -> process(compiled, run);
  }

  @Override
  public ExecutionScript execution(ElementScript script) {
    CompiledScript compiled =
        checked(entries -> entries.compileExecution().execute(script.text(), script.file()));
    return new PythonExecution(compiled, interpreters, environment);
  }

  @Override
  public TaskFunction task(ElementScript script) {
    CompiledScript compiled =
        checked(entries -> entries.compilePart().execute(script.text(), script.file()));
    return scope -> perform(compiled, scope);
  }

  /** Compiles at once, so that a wrong script is refused before anything runs. */
  private CompiledScript checked(Function<ElementEntries, Value> compiler) {
    CompiledScript script =
        interpreters.script(
            entries -> {
              Value compiled = compiler.apply(entries);
              if (compiled.isString()) {
                throw ScriptFailure.read(compiled.asString());
              }
              return compiled;
            });
    in(interpreter -> script.in(interpreter));
    return script;
  }

  private <T> T in(Function<Interpreter, T> work) {
    Interpreter interpreter = interpreters.take();
    interpreter.occupy(1);
    try {
      return work.apply(interpreter);
    } finally {
      interpreter.occupy(-1);
      interpreters.giveBack(interpreter);
    }
  }

  private List<ElementContext> process(CompiledScript script, ElementScriptRun run) {
    List<ElementContext> all = run.elements();
    String ranks =
        answered(
            script,
            ElementEntries::process,
            run.execution(),
            new ProcessingHost(run, environment.get()),
            Json.run(run.flow(), all, run.inputs()));
    List<ElementContext> left = new ArrayList<>();
    Ranks.read(ranks, 0, ranks.length(), rank -> left.add(all.get(rank)));
    return left;
  }

  private @Nullable Object perform(CompiledScript script, TaskScope scope)
      throws InterruptedException {
    PartHost host = new PartHost(scope, environment.get());
    try {
      String value =
          answered(script, ElementEntries::perform, Optional.empty(), host, host.describe());
      return io.flowengine.execution.Value.ofJson(value).toObject();
    } catch (IllegalStateException e) {
      if (host.isDropped()) {
        throw new InterruptedException("the script was stopped");
      }
      throw e;
    }
  }

  private String answered(
      CompiledScript script,
      Function<ElementEntries, Value> entry,
      Optional<ExecutionId> execution,
      ScriptHost host,
      String told) {
    return in(
        interpreter -> {
          Value function = entry.apply(interpreter.elementScripts());
          Value compiled = script.in(interpreter);
          Runnable ended = interpreters.running(execution, host, interpreter);
          try {
            String answer = function.execute(compiled, host, told).asString();
            if (answer.charAt(0) != 'R') {
              throw ScriptFailure.read(answer);
            }
            return answer.substring(1);
          } catch (ScriptFailedException e) {
            throw e;
          } catch (Throwable e) {
            if (host.isDropped()) {
              throw new IllegalStateException("the script was stopped", e);
            }
            throw e;
          } finally {
            ended.run();
          }
        });
  }
}
