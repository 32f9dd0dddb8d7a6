package io.flowengine.internal.source;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import io.flowengine.execution.ResourceNotFoundException;
import io.flowengine.execution.Value;
import io.flowengine.spi.Cell;
import io.flowengine.spi.Commit;
import io.flowengine.spi.FlowLanguage;
import io.flowengine.spi.FlowProgram;
import io.flowengine.spi.FlowScript;
import io.flowengine.spi.FlowSource;
import io.flowengine.spi.ScriptFailedException;
import io.flowengine.spi.Store;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The flows an engine knows. A script is stored by the hash of its text with the first execution
 * that runs it, so an execution keeps the text it started with, whatever becomes of the file.
 * Compiled programs are cached by the same hash. Thread-safe.
 */
public final class Catalog {
  /** The name under which Java counts as a language. */
  public static final String JAVA = "java";

  private static final String SCRIPTS = "script";
  private static final int PROGRAMS = 1000;

  private final Map<String, FlowProgram> handlers;
  private final Map<String, FlowLanguage> languages = new HashMap<>();
  private final List<FlowSource> sources;
  private final Store store;
  private final Map<FlowScript, FlowDefinition> definitions;
  private final Cache<String, FlowProgram> programs =
      Caffeine.newBuilder().maximumSize(PROGRAMS).build();
  private final Set<String> stored = ConcurrentHashMap.newKeySet();

  /**
   * Makes a catalog.
   *
   * @param handlers the flows written in Java, by name; they come before all scripts
   * @param languages the languages of scripts
   * @param sources where scripts come from; the first that has a name wins
   * @param store where scripts of running executions are kept
   */
  public Catalog(
      Map<String, FlowProgram> handlers,
      Collection<FlowLanguage> languages,
      List<FlowSource> sources,
      Store store) {
    this.handlers = Map.copyOf(handlers);
    languages.forEach(language -> this.languages.put(language.name(), language));
    this.sources = List.copyOf(sources);
    this.store = store;
    Cache<FlowScript, FlowDefinition> cache = Caffeine.newBuilder().maximumSize(PROGRAMS).build();
    definitions = cache.asMap();
  }

  /**
   * Finds a flow.
   *
   * @param name its name or id
   * @return the flow as it is now
   */
  public Optional<FlowDefinition> find(String name) {
    if (handlers.containsKey(name)) {
      return Optional.of(new FlowDefinition(name, javaCapability(name), null, null));
    }
    for (FlowSource source : sources) {
      Optional<FlowScript> script = source.find(name);
      if (script.isPresent()) {
        return Optional.of(define(script.get()));
      }
    }
    return Optional.empty();
  }

  /**
   * Finds a flow that must exist.
   *
   * @param name its name or id
   * @return the flow as it is now
   * @throws ResourceNotFoundException if there is none
   */
  public FlowDefinition require(String name) {
    return find(name)
        .orElseThrow(
            () ->
                new ResourceNotFoundException(
                    RecordRef.of(RecordType.FLOW, name), "known flows: " + shortened(names())));
  }

  private static String shortened(Set<String> names) {
    List<String> some = names.stream().limit(20).toList();
    return some
        + (names.size() > some.size() ? " and " + (names.size() - some.size()) + " more" : "");
  }

  /** {@return the names of all flows, sorted} */
  public Set<String> names() {
    Set<String> names = new TreeSet<>(handlers.keySet());
    sources.forEach(source -> names.addAll(source.names()));
    return names;
  }

  /**
   * Describes a script.
   *
   * @param script the script
   * @return the flow that runs it
   */
  public FlowDefinition define(FlowScript script) {
    return definitions.computeIfAbsent(
        script, key -> new FlowDefinition(key.name(), key.language(), hash(key), key));
  }

  /**
   * Names what a node must be able to do to run a Java flow.
   *
   * @param flow the name of the flow
   * @return what its executions require
   */
  public static String javaCapability(String flow) {
    return JAVA + ":" + flow;
  }

  /**
   * Tells whether a commit must bring the text of a flow with it, as far as is known without asking
   * the store.
   *
   * @param definition the flow
   * @return true if {@link #store} may add to a commit
   */
  public boolean needsStoring(FlowDefinition definition) {
    return definition.hash() != null && !stored.contains(definition.hash());
  }

  /**
   * Adds the text of a flow to a commit unless the store has it.
   *
   * @param definition the flow
   * @param commit the commit that creates an execution of it
   */
  public void store(FlowDefinition definition, Commit commit) {
    FlowScript script = definition.script();
    String hash = definition.hash();
    if (script == null || hash == null || stored.contains(hash)) {
      return;
    }
    Cell cell = store.cell(SCRIPTS, hash);
    if (cell.version() == 0) {
      commit.write(
          SCRIPTS,
          hash,
          0,
          Value.of(
              Map.of(
                  "name",
                  script.name(),
                  "language",
                  script.language(),
                  "file",
                  script.file(),
                  "text",
                  script.text())));
    } else {
      stored.add(hash);
    }
  }

  /**
   * Notes that a commit to which {@link #store} added is durable.
   *
   * @param definition the flow
   */
  public void stored(FlowDefinition definition) {
    if (definition.hash() != null) {
      stored.add(definition.hash());
    }
  }

  /**
   * Gives the program that an execution runs.
   *
   * @param record the execution
   * @return the program
   * @throws ScriptFailedException if its text cannot be compiled
   */
  public FlowProgram program(ExecutionRecord record) {
    String hash = record.origin().scriptHash();
    if (hash == null) {
      FlowProgram handler = handlers.get(record.origin().flowName());
      if (handler == null) {
        throw new ResourceNotFoundException(
            RecordRef.of(RecordType.FLOW, record.origin().flowName()));
      }
      return handler;
    }
    FlowProgram known = programs.getIfPresent(hash);
    if (known != null) {
      return known;
    }
    FlowScript script = script(hash);
    FlowProgram program = language(script.language()).compile(script);
    programs.put(hash, program);
    return program;
  }

  private FlowScript script(String hash) {
    Map<String, @Nullable Object> fields = store.cell(SCRIPTS, hash).value().toMap();
    if (fields.get("name") instanceof String name
        && fields.get("language") instanceof String language
        && fields.get("file") instanceof String file
        && fields.get("text") instanceof String text) {
      return new FlowScript(name, language, file, text);
    }
    throw new IllegalStateException("the store has lost the script " + hash);
  }

  /**
   * Finds a language.
   *
   * @param name its name
   * @return the language
   */
  public FlowLanguage language(String name) {
    FlowLanguage language = languages.get(name);
    if (language == null) {
      throw new IllegalStateException(
          "the engine has no language '"
              + name
              + "'; add it with FlowEngine.builder().language(...)");
    }
    return language;
  }

  /** {@return the languages of scripts} */
  public Collection<FlowLanguage> languages() {
    return languages.values();
  }

  private static String hash(FlowScript script) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String part : List.of(script.language(), script.name(), script.file(), script.text())) {
        digest.update(part.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
      }
      return HexFormat.of().formatHex(digest.digest(), 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
