package io.flowengine.benchmarks;

import io.flowengine.spi.FlowScript;
import io.flowengine.spi.FlowSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Python flows in the code of the benchmark that runs them. */
record Scripts(Map<String, String> texts) implements FlowSource {

  /** Names and texts, one after the other. */
  static Scripts of(String... namesAndTexts) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (int i = 0; i < namesAndTexts.length; i += 2) {
      texts.put(namesAndTexts[i], namesAndTexts[i + 1]);
    }
    return new Scripts(texts);
  }

  @Override
  public Optional<FlowScript> find(String name) {
    return Optional.ofNullable(texts.get(name))
        .map(text -> new FlowScript(name, "python", "<flow " + name + ">", text));
  }

  @Override
  public Collection<String> names() {
    return texts.keySet();
  }
}
