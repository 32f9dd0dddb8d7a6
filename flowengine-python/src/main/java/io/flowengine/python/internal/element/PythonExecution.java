package io.flowengine.python.internal.element;

import static java.util.stream.Collectors.toUnmodifiableSet;

import io.flowengine.execution.Value;
import io.flowengine.python.internal.interpreter.CompiledScript;
import io.flowengine.python.internal.interpreter.Interpreter;
import io.flowengine.spi.ElementScriptRun;
import io.flowengine.spi.Environment;
import io.flowengine.spi.ExecutionScript;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An execution script in Python. */
final class PythonExecution implements ExecutionScript {
  private final CompiledScript script;
  private final Interpreters interpreters;
  private final Supplier<Environment> environment;
  private final Map<String, @Nullable Object> named;

  PythonExecution(
      CompiledScript script, Interpreters interpreters, Supplier<Environment> environment) {
    this.script = script;
    this.interpreters = interpreters;
    this.environment = environment;
    Interpreter interpreter = interpreters.take();
    try {
      named = Value.ofJson(script.in(interpreter).getMember("named").asString()).toMap();
    } finally {
      interpreters.giveBack(interpreter);
    }
  }

  @Override
  public Instances open(ElementScriptRun run) {
    Interpreter interpreter = interpreters.take();
    ExecutionHost host = new ExecutionHost(run, environment.get());
    return new ScriptInstances(run, host, interpreters, interpreter, script.in(interpreter));
  }

  @Override
  public Set<String> tasks() {
    return names("tasks");
  }

  @Override
  public Set<String> flows() {
    return names("flows");
  }

  @Override
  public Set<String> flowsOnAll() {
    return names("on_all");
  }

  private Set<String> names(String kind) {
    return named.get(kind) instanceof List<?> names
        ? names.stream().map(String::valueOf).collect(toUnmodifiableSet())
        : Set.of();
  }
}
