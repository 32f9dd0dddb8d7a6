package io.flowengine;

import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.ExecutionRecord.Attributes;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.internal.host.Exports;
import io.flowengine.internal.host.HostExecution;
import io.flowengine.internal.host.Reruns;
import io.flowengine.internal.runtime.Rehearsal;
import io.flowengine.internal.source.FlowDefinition;
import io.flowengine.internal.start.Creation;
import java.util.Objects;

/**
 * A restart in the making: an execution that shares everything another one recorded before a step,
 * and runs on from there. Shared steps do not run again, and shared children stay those of the
 * earlier execution. The setters return this object. Not thread-safe; each call of {@link #start()}
 * makes another execution.
 */
public final class FlowRestart {
  private final FlowEngine engine;
  private final ExecutionRecord earlier;
  private final Creation.Again again;
  private FlowDefinition definition;
  private String name;

  FlowRestart(FlowEngine engine, ExecutionRecord earlier, String step) {
    this.engine = engine;
    this.earlier = earlier;
    this.again = Reruns.before(engine.services(), earlier, step);
    this.definition = Reruns.pinned(earlier);
    this.name = earlier.name();
  }

  /**
   * Names the execution.
   *
   * @param text its name, 1 to 128 characters; default: that of the earlier one
   * @return this
   * @throws InvalidInputException if the name is empty or too long
   */
  public FlowRestart name(String text) {
    name = FlowStart.checkedName(text);
    return this;
  }

  /**
   * Chooses another version of the flow. What is shared must be what that version does too.
   *
   * @param id for a script the {@code flow_version} of an execution that has run it; for a Java
   *     flow its number; default: the version that the earlier execution ran
   * @return this
   * @throws io.flowengine.execution.ResourceNotFoundException if there is no such version
   */
  public FlowRestart version(String id) {
    definition = engine.services().catalog().require(definition.name(), id);
    return this;
  }

  /**
   * Chooses the newest version of the flow. What is shared must be what that version does too.
   *
   * @return this
   * @throws io.flowengine.execution.ResourceNotFoundException if the engine has no flow of that
   *     name any more
   */
  public FlowRestart newestVersion() {
    definition = engine.services().catalog().require(definition.name());
    return this;
  }

  /**
   * Creates and starts the execution. When this returns it is durable. If another version was
   * chosen, that version is first replayed against what is shared.
   *
   * @return its handle
   * @throws io.flowengine.execution.NonDeterministicFlowException if the version does something
   *     else than what is shared; nothing is created then, and the message names the first
   *     difference
   * @throws io.flowengine.execution.EngineClosedException if the engine is closed
   */
  public Execution start() {
    engine.requireOpen();
    if (!definition.requires().equals(earlier.origin().requires())
        || !Objects.equals(definition.hash(), earlier.origin().scriptHash())) {
      ExecutionRecord unused =
          Rehearsal.replay(
              engine.services(),
              Exports.of(engine.services(), earlier, again.journal()),
              definition,
              null);
    }
    Attributes old = earlier.attributes();
    Attributes attributes =
        new Attributes(
            name, old.inputs(), old.priority(), old.projectId(), null, old.timeout(), old.extras());
    Creation creation =
        Creation.of(
            engine.services(),
            earlier.origin().type(),
            definition,
            null,
            attributes,
            new Creation.Start(Creation.Mode.RUN, null, again));
    return new HostExecution(engine.services(), engine.dispatcher(), creation.alone().id());
  }
}
