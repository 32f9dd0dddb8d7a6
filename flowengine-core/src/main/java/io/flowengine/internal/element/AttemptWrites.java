package io.flowengine.internal.element;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowengine.element.ElementConfiguration;
import io.flowengine.element.Inventory;
import io.flowengine.execution.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Collects what an attempt writes, on the threads of the task. */
final class AttemptWrites implements ElementConfiguration {
  private final Inventory inventory;
  private final String element;
  private final Map<String, @Nullable Object> context = new LinkedHashMap<>(0);
  private final Map<String, @Nullable Object> settings = new LinkedHashMap<>(0);
  private @Nullable String configuration;

  AttemptWrites(Inventory inventory, String element) {
    this.inventory = inventory;
    this.element = element;
  }

  synchronized void write(String path, @Nullable Object value) {
    context.put(requireNonNull(path, "path"), Value.of(path, value).toObject());
  }

  synchronized void save(String path, @Nullable Object value) {
    settings.put(requireNonNull(path, "path"), Value.of(path, value).toObject());
  }

  synchronized Map<String, @Nullable Object> written() {
    return new LinkedHashMap<>(context);
  }

  synchronized Writes taken() {
    return context.isEmpty() && settings.isEmpty() && configuration == null
        ? Writes.NONE
        : new Writes(context, settings, configuration);
  }

  // ---------------------------------------------------------------- the configuration

  @Override
  public Optional<String> last() {
    List<String> all = inventory.configurations(element);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
  }

  @Override
  public long version() {
    return inventory.configurations(element).size();
  }

  @Override
  public synchronized void save(String text) {
    configuration = requireNonNull(text, "text");
  }

  @Override
  public @Nullable Object get(String path) {
    Object found = last().map(AttemptWrites::parsed).orElse(null);
    for (String key : path.split("\\.", -1)) {
      found = found instanceof Map<?, ?> map ? map.get(key) : null;
    }
    return found;
  }

  private static @Nullable Object parsed(String text) {
    try {
      return new ObjectMapper().readValue(text, Object.class);
    } catch (java.io.IOException e) {
      return null; // it is no JSON
    }
  }
}
