package io.flowengine.internal.connector;

import io.flowengine.connector.Connector;
import io.flowengine.connector.ConnectorException;
import io.flowengine.connector.OutboundPolicy;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.ExecutionRecord.Attributes;
import io.flowengine.execution.FlowEngineException;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.Value;
import io.flowengine.flow.ExtraInputException;
import io.flowengine.flow.MissingInputException;
import io.flowengine.spi.CallResult;
import io.flowengine.spi.Environment;
import io.flowengine.spi.FlowCalls;
import io.flowengine.spi.FlowProgram;
import io.flowengine.spi.ScriptFailedException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A connector as a program.
 *
 * <p>The work is no journaled call: an execution that is claimed again because its node died finds
 * nothing and begins from the beginning. A connector whose work must not be done twice has a step
 * before it, whose entry is durable when the work starts; who finds it recorded knows that the work
 * was begun and does not know more.
 */
final class ConnectorProgram implements FlowProgram {
  private final Connector connector;
  private final Secrets secrets;
  private final OutboundPolicy outbound;
  private final Environment environment;

  ConnectorProgram(
      Connector connector, Secrets secrets, OutboundPolicy outbound, Environment environment) {
    this.connector = connector;
    this.secrets = secrets;
    this.outbound = outbound;
    this.environment = environment;
  }

  @Override
  public Value run(FlowCalls calls) {
    Map<String, Object> inputs;
    Set<String> found = new HashSet<>();
    try {
      inputs = connector.inputs().accept(connector.type(), resolved(calls.record(), found));
    } catch (Secrets.NotFound e) {
      throw new ScriptFailedException(
          "SecretNotFoundError", String.valueOf(e.getMessage()), "", List.of(), null);
    } catch (InvalidInputException | MissingInputException | ExtraInputException e) {
      throw new ScriptFailedException(
          e.getClass().getSimpleName().replace("Exception", "Error"),
          String.valueOf(e.getMessage()),
          "",
          List.of(),
          null);
    }
    RunningEngine engine = new RunningEngine(new EngineFiles(calls), outbound, environment);
    RunningCall call = new RunningCall(connector, calls.id(), inputs, found, engine);
    if (!connector.isRepeatable(call) && !begins(calls)) {
      return Value.NULL;
    }
    if (!warned(calls, call)) {
      return Value.NULL;
    }
    calls.whenCancelled(call::cancel);
    try {
      return call.outputs(connector.run(call));
    } catch (Exception e) {
      return failed(calls, call, e);
    } finally {
      call.leave();
    }
  }

  private Map<String, @Nullable Object> resolved(ExecutionRecord record, Set<String> found) {
    Attributes attributes = record.attributes();
    Object vaults = attributes.extras().toMap().get("_vaults");
    List<?> names = vaults instanceof List<?> list ? list : List.of();
    Map<String, @Nullable Object> inputs = attributes.inputs().toMap();
    inputs.replaceAll((name, value) -> secrets.resolved(value, names, found));
    return inputs;
  }

  /** Records that the work begins; false if it had begun before, and the execution has ended. */
  private static boolean begins(FlowCalls calls) {
    CallResult begun = calls.call("step", Value.of(Map.of("name", "begin")));
    if (begun instanceof CallResult.Perform) {
      begun = calls.complete(Value.NULL);
      return begun instanceof CallResult.Returned;
    }
    if (begun instanceof CallResult.Returned) {
      begun = calls.call("error", Value.of(Map.of("message", "interrupted")));
    }
    return begun instanceof CallResult.Returned;
  }

  /** Warns of inputs that have others in their place; false if the execution has ended. */
  private boolean warned(FlowCalls calls, RunningCall call) {
    for (Map.Entry<String, String> each :
        new TreeMap<>(connector.inputs().deprecated()).entrySet()) {
      if (call.has(each.getKey())) {
        Map<String, String> said =
            Map.of("name", "input '" + each.getKey() + "'", "instead", each.getValue());
        if (!(calls.call("deprecated", Value.of(said)) instanceof CallResult.Returned)) {
          return false;
        }
      }
    }
    return true;
  }

  /** A failure that a cancellation has caused is the cancellation. */
  private Value failed(FlowCalls calls, RunningCall call, Exception e) {
    call.leave();
    if (call.isCancelled()) {
      CallResult answer =
          calls.call("set_output", Value.of(Map.of("outputs", call.gained().toMap())));
      if (!(answer instanceof CallResult.Returned)) {
        return Value.NULL;
      }
    }
    throw new ScriptFailedException(
        name(e),
        call.masked(e.getMessage() == null ? e.toString() : e.getMessage()),
        "",
        List.of(),
        null,
        call.gained());
  }

  private static String name(Exception e) {
    if (e instanceof ConnectorException failure) {
      return failure.code();
    }
    String name = e.getClass().getSimpleName();
    return e instanceof FlowEngineException ? name.replaceFirst("Exception$", "Error") : name;
  }
}
