package io.flowengine.spi;

import java.util.Collection;
import java.util.Optional;

/**
 * Where named scripts come from: a folder, the class path, a repository. Asked at each start, so it
 * should answer from memory.
 */
public interface FlowSource {
  /**
   * Finds a script.
   *
   * @param name the name of the flow
   * @return its newest text; empty if this source has none of that name
   */
  Optional<FlowScript> find(String name);

  /** {@return the names of all flows of this source, in no order} */
  Collection<String> names();
}
