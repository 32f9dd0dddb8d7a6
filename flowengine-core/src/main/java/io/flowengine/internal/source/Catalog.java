package io.flowengine.internal.source;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.flowengine.element.ElementFlow;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.ExecutionType;
import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import io.flowengine.execution.ResourceNotFoundException;
import io.flowengine.internal.connector.Connectors;
import io.flowengine.internal.element.ElementProgram;
import io.flowengine.internal.element.Workshop;
import io.flowengine.internal.recurring.Recurrences;
import io.flowengine.internal.recurring.ScheduleProgram;
import io.flowengine.spi.FlowLanguage;
import io.flowengine.spi.FlowProgram;
import io.flowengine.spi.FlowScript;
import io.flowengine.spi.FlowSource;
import io.flowengine.spi.ScriptFailedException;
import io.flowengine.spi.Store;
import io.flowengine.spi.StoredRecord;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The flows an engine knows: those in Java, those of folders and other sources, and those that are
 * records, in this order. Compiled programs are cached by the hash of their text. Thread-safe.
 */
public final class Catalog {
  /** The name under which Java counts as a language. */
  public static final String JAVA = "java";

  /** The name under which flows over elements count as a language. */
  public static final String ELEMENTS = "elements";

  private static final String DEFAULT_LANGUAGE = "python";
  private static final int PROGRAMS = 1000;

  private final Map<String, NavigableMap<Integer, FlowProgram>> handlers;
  private final Map<String, FlowLanguage> languages = new HashMap<>();
  private final List<FlowSource> sources;
  private final ScriptTexts texts;
  private final StoredFlows records;
  private final Attachments attachments;
  private final ScheduleProgram schedules;
  private final Connectors connectors;
  private final Map<FlowScript, FlowDefinition> definitions;
  private final Cache<StoredRecord, Optional<FlowDefinition>> held =
      Caffeine.newBuilder().weakKeys().maximumSize(PROGRAMS).build();
  private final Cache<String, FlowProgram> programs =
      Caffeine.newBuilder().maximumSize(PROGRAMS).build();

  /**
   * Makes a catalog.
   *
   * @param handlers the flows written in Java and those over elements, by name and version; they
   *     come before all scripts
   * @param languages the languages of scripts
   * @param sources where scripts come from; the first that has a name wins
   * @param store where scripts of running executions are kept, and flows that are records
   * @param connectors what connections run
   * @param attachments what can be put around executions, and around which
   * @param recurrences the kinds of recurrence of schedules
   */
  public Catalog(
      Map<String, NavigableMap<Integer, FlowProgram>> handlers,
      Collection<FlowLanguage> languages,
      List<FlowSource> sources,
      Store store,
      Connectors connectors,
      Attachments attachments,
      Recurrences recurrences) {
    Map<String, NavigableMap<Integer, FlowProgram>> copy = new HashMap<>();
    handlers.forEach((name, versions) -> copy.put(name, new TreeMap<>(versions)));
    this.handlers = copy;
    languages.forEach(language -> this.languages.put(language.name(), language));
    this.sources = List.copyOf(sources);
    this.texts = new ScriptTexts(store);
    this.records = new StoredFlows(store);
    this.connectors = connectors;
    this.attachments = attachments;
    this.schedules = new ScheduleProgram(recurrences);
    Cache<FlowScript, FlowDefinition> cache = Caffeine.newBuilder().maximumSize(PROGRAMS).build();
    definitions = cache.asMap();
  }

  /** {@return the texts that executions run} */
  public ScriptTexts texts() {
    return texts;
  }

  /**
   * Finds a flow.
   *
   * @param name its name or id
   * @return the newest version of the flow
   */
  public Optional<FlowDefinition> find(String name) {
    return installed(name)
        .or(() -> records.find(name).flatMap(record -> held.get(record, this::heldBy)));
  }

  private Optional<FlowDefinition> heldBy(StoredRecord record) {
    return StoredFlows.script(record).map(script -> define(script).heldBy(record));
  }

  /**
   * Finds a flow that is no record: the host has installed it.
   *
   * @param name its name
   * @return the newest version of the flow
   */
  public Optional<FlowDefinition> installed(String name) {
    NavigableMap<Integer, FlowProgram> versions = handlers.get(name);
    if (versions != null) {
      return Optional.of(definition(name, versions.lastEntry()));
    }
    for (FlowSource source : sources) {
      Optional<FlowScript> script = source.find(name);
      if (script.isPresent()) {
        return Optional.of(define(script.get()));
      }
    }
    return Optional.empty();
  }

  private static FlowDefinition definition(String name, Map.Entry<Integer, FlowProgram> version) {
    return new FlowDefinition(
        name, capability(name, version.getKey(), version.getValue()), null, null);
  }

  /**
   * Finds a version of a flow that must exist.
   *
   * @param name its name or id
   * @param version the number of a version in Java, or the hash of a text that is current or that
   *     an execution has run
   * @return the flow as it was in that version
   * @throws ResourceNotFoundException if there is no such flow, or it has no such version
   */
  public FlowDefinition require(String name, String version) {
    NavigableMap<Integer, FlowProgram> versions = handlers.get(name);
    if (versions != null) {
      return versions.entrySet().stream()
          .filter(each -> Integer.toString(each.getKey()).equals(version))
          .findFirst()
          .map(each -> definition(name, each))
          .orElseThrow(() -> noVersion(name, version, "it has the versions " + versions.keySet()));
    }
    Optional<FlowDefinition> newest = find(name);
    if (newest.isPresent() && version.equals(newest.get().hash())) {
      return newest.get();
    }
    return texts
        .find(version)
        .filter(script -> script.name().equals(name))
        .map(this::define)
        .map(earlier -> earlier.heldBy(newest.map(FlowDefinition::record).orElse(null)))
        .orElseThrow(
            () ->
                newest.isEmpty()
                    ? unknown(name)
                    : noVersion(
                        name,
                        version,
                        "a script has its present text and those that executions have run, by"
                            + " their flow_version; the present one is "
                            + newest.get().hash()));
  }

  private static ResourceNotFoundException noVersion(String name, String version, String hint) {
    return new ResourceNotFoundException(
        RecordRef.of(RecordType.FLOW, name), "not in version " + version + ": " + hint);
  }

  /**
   * Finds a flow that must exist.
   *
   * @param name its name or id
   * @return the newest version of the flow
   * @throws ResourceNotFoundException if there is none
   */
  public FlowDefinition require(String name) {
    return find(name).orElseThrow(() -> unknown(name));
  }

  private ResourceNotFoundException unknown(String name) {
    return new ResourceNotFoundException(
        RecordRef.of(RecordType.FLOW, name), "known flows: " + shortened(names()));
  }

  private static String shortened(Set<String> names) {
    List<String> some = names.stream().limit(20).toList();
    return some
        + (names.size() > some.size() ? " and " + (names.size() - some.size()) + " more" : "");
  }

  /** {@return the names of all flows, sorted} */
  public Set<String> names() {
    Set<String> names = installedNames();
    names.addAll(records.names());
    return names;
  }

  /** {@return the names of the flows that are no records, sorted} */
  public Set<String> installedNames() {
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
   * Names what a node must be able to do to run a flow that is not a script.
   *
   * @param flow the name of the flow
   * @param version its version
   * @param program what it runs
   * @return what its executions require
   */
  public static String capability(String flow, int version, FlowProgram program) {
    String pool = program instanceof ElementProgram ? ELEMENTS : JAVA;
    return pool + ":" + version + ":" + flow;
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
      return handler(record.origin());
    }
    FlowProgram known = programs.getIfPresent(hash);
    if (known != null) {
      return known;
    }
    FlowScript script = texts.require(hash);
    FlowProgram program = language(script.language()).compile(script);
    programs.put(hash, program);
    return program;
  }

  /**
   * Compiles a script unless it is compiled already, so that an execution can run it whose text is
   * not in the store.
   *
   * @param definition the flow; nothing is done for one in Java
   * @throws ScriptFailedException if its text cannot be compiled
   */
  public void compile(FlowDefinition definition) {
    FlowScript script = definition.script();
    String hash = definition.hash();
    if (script != null && hash != null && programs.getIfPresent(hash) == null) {
      programs.put(hash, language(script.language()).compile(script));
    }
  }

  /**
   * Gives the flow over elements that an execution runs.
   *
   * @param record the execution
   * @return the flow in the version of the execution; empty if this node has no such flow over
   *     elements
   */
  public Optional<ElementFlow> elementFlow(ExecutionRecord record) {
    return record.origin().requires().startsWith(ELEMENTS + ":")
        ? versionOf(record.origin())
            .flatMap(
                program ->
                    program instanceof ElementProgram elements
                        ? Optional.of(elements.flow())
                        : Optional.empty())
        : Optional.empty();
  }

  /**
   * Gives the newest version of a flow over elements.
   *
   * @param name its name
   * @return the flow; empty if there is none, or it is not over elements
   */
  public Optional<ElementFlow> elementFlow(String name) {
    NavigableMap<Integer, FlowProgram> versions = handlers.get(name);
    return versions != null && versions.lastEntry().getValue() instanceof ElementProgram elements
        ? Optional.of(elements.flow())
        : Optional.empty();
  }

  /** {@return what all runs over elements share; empty if there is no flow over elements} */
  public Optional<Workshop> workshop() {
    return handlers.values().stream()
        .flatMap(versions -> versions.values().stream())
        .filter(ElementProgram.class::isInstance)
        .map(program -> ((ElementProgram) program).shop())
        .findFirst();
  }

  /** {@return what can be put around executions, and around which} */
  public Attachments attachments() {
    return attachments;
  }

  /**
   * Finds a wrapper: one that is stored, else one in Java, else one that comes with a language.
   *
   * @param select its name or id
   * @return the wrapper
   * @throws ResourceNotFoundException if there is none
   */
  public Wrapper wrapper(String select) {
    return attachments
        .wrappers()
        .find(select, this)
        .orElseThrow(
            () ->
                new ResourceNotFoundException(
                    RecordRef.of(RecordType.WRAPPER, select),
                    "known wrappers: " + shortened(attachments.wrappers().names())));
  }

  /**
   * Makes a script of a text that is the field of a record.
   *
   * @param name what it is called
   * @param file how tracebacks name it
   * @param text the text; indentation that all lines have is removed
   * @return the script, in the language of the engine; Python if it has several
   */
  public FlowScript recordScript(String name, String file, String text) {
    String language =
        languages.size() == 1 ? languages.keySet().iterator().next() : DEFAULT_LANGUAGE;
    return new FlowScript(name, language, file, text.stripTrailing().stripIndent());
  }

  /** {@return what connections run} */
  public Connectors connectors() {
    return connectors;
  }

  /** Only nodes that have the version claim an execution of it. */
  private FlowProgram handler(ExecutionRecord.Origin origin) {
    String flow = origin.flowName();
    if (ScheduleProgram.isRunBy(origin.requires())) {
      return schedules;
    }
    if (origin.type() == ExecutionType.CONNECTION) {
      return connectors.program(flow);
    }
    return versionOf(origin)
        .or(() -> attachments.wrappers().program(origin.requires()))
        .orElseThrow(() -> new IllegalStateException("this node has no " + origin.requires()));
  }

  private Optional<FlowProgram> versionOf(ExecutionRecord.Origin origin) {
    String flow = origin.flowName();
    return handlers.getOrDefault(flow, Collections.emptyNavigableMap()).entrySet().stream()
        .filter(each -> capability(flow, each.getKey(), each.getValue()).equals(origin.requires()))
        .findFirst()
        .map(Map.Entry::getValue);
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

  /** {@return the names of the languages of scripts, sorted} */
  public List<String> languageNames() {
    return languages.keySet().stream().sorted().toList();
  }

  /** {@return the languages of scripts} */
  public Collection<FlowLanguage> languages() {
    return languages.values();
  }

  /** The same on all nodes, wherever the file lies. */
  private static String hash(FlowScript script) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String part : List.of(script.language(), script.name(), script.text())) {
        digest.update(part.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
      }
      return HexFormat.of().formatHex(digest.digest(), 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
