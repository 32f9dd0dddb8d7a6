package io.flowengine.internal.source;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.flowengine.spi.FlowLanguage;
import io.flowengine.spi.FlowProgram;
import io.flowengine.spi.FlowScript;
import io.flowengine.spi.StoredRecord;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The wrappers an engine knows. Thread-safe. */
public final class Wrappers {
  private static final int MOST = 1000;

  private final RecordCache records;
  private final Map<String, FlowProgram> handlers;
  private final Map<String, FlowScript> builtIn = new HashMap<>();
  private final Cache<StoredRecord, Optional<Wrapper>> known =
      Caffeine.newBuilder().weakKeys().maximumSize(MOST).build();

  /**
   * Makes a registry.
   *
   * @param records those that are stored
   * @param handlers those written in Java, by name
   * @param languages may bring some with them
   */
  public Wrappers(
      RecordCache records, Map<String, FlowProgram> handlers, Collection<FlowLanguage> languages) {
    this.records = records;
    this.handlers = Map.copyOf(handlers);
    for (FlowLanguage language : languages) {
      language.wrappers().forEach(script -> builtIn.putIfAbsent(script.name(), script));
    }
  }

  /**
   * Names what a node must have to run a wrapper written in Java.
   *
   * @param name its name
   * @return what its executions require
   */
  public static String capability(String name) {
    return Catalog.JAVA + ":wrapper:" + name;
  }

  /** Finds a wrapper by name or id. */
  Optional<Wrapper> find(String select, Catalog catalog) {
    Optional<StoredRecord> record = records.find(select);
    if (record.isEmpty() && !isKnown(select)) {
      record = records.read(select);
    }
    return record.isPresent()
        ? known.get(record.get(), found -> stored(found, catalog))
        : unstored(select, catalog).map(found -> new Wrapper(found, null, Map.of()));
  }

  private Optional<Wrapper> stored(StoredRecord record, Catalog catalog) {
    String name = record.name();
    String text = RecordCache.script(record);
    Optional<FlowDefinition> definition =
        text == null
            ? unstored(name, catalog)
            : Optional.of(
                catalog.define(catalog.recordScript(name, "<wrapper " + name + ">", text)));
    return definition.map(found -> Wrapper.stored(found, record));
  }

  private boolean isKnown(String name) {
    return handlers.containsKey(name) || builtIn.containsKey(name);
  }

  private Optional<FlowDefinition> unstored(String name, Catalog catalog) {
    if (handlers.containsKey(name)) {
      return Optional.of(new FlowDefinition(name, capability(name), null, null));
    }
    return Optional.ofNullable(builtIn.get(name)).map(catalog::define);
  }

  /** What an execution of a wrapper in Java runs. */
  Optional<FlowProgram> program(String capability) {
    return handlers.entrySet().stream()
        .filter(each -> capability(each.getKey()).equals(capability))
        .findFirst()
        .map(Map.Entry::getValue);
  }

  /** {@return those that are stored} */
  public RecordCache records() {
    return records;
  }

  /**
   * Tells whether there is a wrapper of a name, stored or not.
   *
   * @param name the name
   * @return true if there is one
   */
  public boolean exists(String name) {
    return isKnown(name) || records.read(name).isPresent();
  }

  /** {@return the names of all wrappers, sorted} */
  public Set<String> names() {
    Set<String> names = new TreeSet<>(handlers.keySet());
    names.addAll(builtIn.keySet());
    names.addAll(records.names());
    return names;
  }
}
