package io.flowengine.internal.source;

import io.flowengine.execution.BrokenFlow;
import io.flowengine.execution.Failure;
import io.flowengine.spi.ScriptFailedException;
import java.util.List;
import java.util.Optional;

/** Finds flows that cannot be run, without running any. */
public final class BrokenFlows {
  private BrokenFlows() {}

  /**
   * Reads and checks all scripts.
   *
   * @param catalog the flows
   * @return what is wrong, by the names of the flows
   */
  public static List<BrokenFlow> in(Catalog catalog) {
    return catalog.names().stream().flatMap(name -> check(catalog, name).stream()).toList();
  }

  private static Optional<BrokenFlow> check(Catalog catalog, String flow) {
    try {
      catalog
          .find(flow)
          .map(FlowDefinition::script)
          .ifPresent(script -> catalog.language(script.language()).check(script));
      return Optional.empty();
    } catch (ScriptFailedException e) {
      List<Failure.Frame> frames = e.frames();
      return Optional.of(
          frames.isEmpty()
              ? new BrokenFlow(flow, "<flow " + flow + ">", 0, e.getMessage())
              : new BrokenFlow(
                  flow, frames.getFirst().file(), frames.getFirst().line(), e.getMessage()));
    }
  }
}
