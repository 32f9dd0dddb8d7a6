package io.flowengine.python.internal.element;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.ExecutionId;
import io.flowengine.python.internal.interpreter.Interpreter;
import io.flowengine.spi.ElementScriptRun;
import io.flowengine.spi.ExecutionScript.Instances;
import io.flowengine.spi.ExecutionScript.Resumed;
import io.flowengine.spi.ExecutionScript.Round;
import io.flowengine.spi.ExecutionScript.Stand;
import io.flowengine.spi.StepRequest;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/** The instances of an execution script: suspended generators of one interpreter. */
final class ScriptInstances implements Instances {
  private final ExecutionHost host;
  private final Optional<ExecutionId> execution;
  private final Interpreters interpreters;
  private final Interpreter interpreter;
  private final Value advance;
  private final Value close;
  private final @Nullable Stand[] stands;
  private final BitSet looking = new BitSet();
  private final Answers answers = new Answers();
  private boolean closed;

  /**
   * Begins.
   *
   * @param run the run
   * @param host what the script reaches
   * @param interpreters where the interpreter is given back
   * @param interpreter where it runs
   * @param script the compiled script
   */
  ScriptInstances(
      ElementScriptRun run,
      ExecutionHost host,
      Interpreters interpreters,
      Interpreter interpreter,
      Value script) {
    this.host = host;
    this.execution = run.execution();
    this.interpreters = interpreters;
    this.interpreter = interpreter;
    this.stands = new @Nullable Stand[run.elements().size()];
    Value entries =
        interpreter
            .elementScripts()
            .open()
            .execute(script, host, Json.run(run.flow(), run.elements(), run.inputs()));
    this.advance = entries.getArrayElement(0);
    this.close = entries.getArrayElement(1);
    interpreter.occupy(1);
  }

  @Override
  public List<Stand> advance(Round round) {
    host.begin(round);
    String told = Questions.of(round.resumed(), looking, this::request);
    answers.read(
        executed(advance, told).asString(),
        (rank, stand, looks) -> {
          stands[rank] = stand;
          looking.set(rank, looks);
        });
    List<Stand> now = new ArrayList<>(round.resumed().size());
    for (Resumed each : round.resumed()) {
      now.add(requireNonNull(stands[each.rank()]));
    }
    return now;
  }

  /**
   * Has the script run.
   *
   * @throws IllegalStateException if it was stopped by force: what the run is then does not count
   */
  private Value executed(Value entry, Object argument) {
    host.goesOn();
    Runnable ended = interpreters.running(execution, host, interpreter);
    try {
      return entry.execute(argument);
    } catch (Throwable e) {
      if (host.isDropped()) {
        throw new IllegalStateException("the script was stopped", e);
      }
      throw e;
    } finally {
      ended.run();
    }
  }

  private @Nullable StepRequest request(int rank) {
    Stand stand = stands[rank];
    return stand == null ? null : stand.request();
  }

  @Override
  public void close(int rank) {
    if (stands[rank] != null) {
      var unused = executed(close, rank);
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      interpreter.occupy(-1);
      interpreters.giveBack(interpreter);
    }
  }
}
