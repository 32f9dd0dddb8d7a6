package io.flowengine.testkit;

import io.flowengine.spi.FlowScript;
import io.flowengine.spi.FlowSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Scripts that tests hand over as text. Thread-safe. */
final class Scripts implements FlowSource {
  private final Map<String, FlowScript> scripts = new ConcurrentHashMap<>();

  /** Adds a script; one of the same name is replaced. */
  void add(String name, String language, String text) {
    scripts.put(name, new FlowScript(name, language, "<flow " + name + ">", text.stripIndent()));
  }

  @Override
  public Optional<FlowScript> find(String name) {
    return Optional.ofNullable(scripts.get(name));
  }

  @Override
  public Collection<String> names() {
    return List.copyOf(scripts.keySet());
  }
}
