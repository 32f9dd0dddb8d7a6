package io.flowengine.python;

import io.flowengine.spi.FlowScript;
import io.flowengine.spi.FlowSource;
import java.util.Optional;
import java.util.Set;

/** A source of one script. */
record OneScript(String name, String text) implements FlowSource {
  @Override
  public Optional<FlowScript> find(String wanted) {
    return wanted.equals(name)
        ? Optional.of(new FlowScript(name, "python", "<flow " + name + ">", text))
        : Optional.empty();
  }

  @Override
  public Set<String> names() {
    return Set.of(name);
  }
}
