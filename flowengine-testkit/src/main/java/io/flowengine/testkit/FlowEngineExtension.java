package io.flowengine.testkit;

import static java.util.Objects.requireNonNull;

import io.flowengine.FlowEngine;
import io.flowengine.FlowEngineBuilder;
import io.flowengine.event.EngineEvent.StatusChanged;
import io.flowengine.flow.FlowHandler;
import io.flowengine.spi.Environment;
import io.flowengine.spi.FlowLanguage;
import io.flowengine.spi.Store;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A fresh engine for each test, on a store in memory and on virtual time, which can be restarted
 * and crashed. A field of the test class:
 *
 * <pre>{@code
 * @RegisterExtension
 * final FlowEngineExtension flows =
 *     FlowEngineExtension.builder().flow("greet", (system, self, inputs) -> "hello").build();
 *
 * @Test
 * void it_greets() {
 *   assertThat(flows.engine().flow("greet").start().await(ofSeconds(10)))
 *       .succeeded().hasOutput("result", "hello");
 * }
 * }</pre>
 *
 * <p>After each test that has not failed it checks what must always hold: every execution has ended
 * or waits for something that can be seen, none ended twice, statuses changed only as they may,
 * nothing is held by a closed engine, no thread is left, every ended execution replays from its
 * journal to the same end, and nothing was logged as a warning or error that was not expected; the
 * last only with Logback. When a test fails, it prints tree, journal and log of all executions.
 *
 * <p>Not thread-safe; tests of one class must not run at the same time.
 */
public final class FlowEngineExtension implements BeforeEachCallback, AfterEachCallback {
  private final Builder settings;
  private final Scripts scripts = new Scripts();
  private final Map<String, FlowHandler> handlers = new LinkedHashMap<>();
  private final List<String> expected = new ArrayList<>();
  private final List<String> illegal = Collections.synchronizedList(new ArrayList<>());
  private final List<Environment> nodes = new ArrayList<>();
  private @Nullable VirtualTime time;
  private @Nullable AuditingStore store;
  private @Nullable FlowEngine engine;
  private @Nullable LogCapture log;

  private FlowEngineExtension(Builder settings) {
    this.settings = settings;
  }

  /** {@return a builder of an extension without flows} */
  public static Builder builder() {
    return new Builder();
  }

  // ---------------------------------------------------------------- what tests use

  /** {@return the engine that is open; it is opened at the first use in a test} */
  public FlowEngine engine() {
    if (engine == null) {
      Environment node = time().node();
      nodes.add(node);
      engine = engine(new CrashingStore(store(), time(), node)).environment(node).build();
    }
    return engine;
  }

  /** {@return the store of this test, shared by all its engines} */
  public Store store() {
    return requireNonNull(store, "only in tests");
  }

  /** {@return the time of this test} */
  public VirtualTime time() {
    return requireNonNull(time, "only in tests");
  }

  /**
   * Adds a Java flow for this test.
   *
   * @param name its name
   * @param handler what it does
   * @return this
   * @throws IllegalStateException if an engine is open; restart or crash it first
   */
  public FlowEngineExtension flow(String name, FlowHandler handler) {
    if (engine != null) {
      throw new IllegalStateException(
          "the engine is open; add flow '" + name + "' before its first use");
    }
    handlers.put(name, handler);
    return this;
  }

  /**
   * Adds a script for this test, or replaces it for later starts.
   *
   * @param name the name of the flow
   * @param text its text, in the language that was added first; common indentation is removed
   * @return this
   */
  public FlowEngineExtension script(String name, String text) {
    scripts.add(name, settings.language(), text);
    return this;
  }

  /** Closes the engine in order; the next {@link #engine()} is a new one on the same store. */
  public void restart() {
    close();
  }

  /**
   * Abandons the engine as if its machine had lost power: its threads do nothing any more, and what
   * it holds stays held until its lease runs out. The next {@link #engine()} is a new one on the
   * same store. Handles of the old one throw {@link io.flowengine.execution.EngineClosedException}.
   */
  public void crash() {
    if (engine != null) {
      time().crash(nodes.getLast());
      engine = null;
    }
  }

  /**
   * Announces a line of the engine's own log. Without it a warning or error fails the test; with it
   * the test fails if no such line comes.
   *
   * @param text a part of the line
   */
  public void expectWarning(String text) {
    expected.add(requireNonNull(text, "text"));
  }

  // ---------------------------------------------------------------- what JUnit uses

  @Override
  public void beforeEach(ExtensionContext context) {
    time = settings.time.get();
    store = new AuditingStore(settings.store.get());
    log = LogCapture.start();
    handlers.clear();
    handlers.putAll(settings.handlers);
    settings.scripts.forEach(this::script);
    expected.clear();
    illegal.clear();
    nodes.clear();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    AuditingStore audited = requireNonNull(store);
    try (LogCapture lines = requireNonNull(log)) {
      if (context.getExecutionException().isPresent()) {
        System.err.println(context.getDisplayName() + ":" + Story.of(audited, time().now()));
        crash();
        return;
      }
      List<String> findings = findings(audited);
      findings.addAll(unexpected(lines.lines()));
      if (!findings.isEmpty()) {
        throw new AssertionError(
            String.join("\n", findings) + "\n" + Story.of(audited, time().now()));
      }
    } finally {
      crash();
      audited.close();
    }
  }

  private List<String> findings(AuditingStore audited) {
    List<String> findings = new ArrayList<>();
    if (engine != null) {
      time().settle();
      findings.addAll(Invariants.open(audited));
    }
    close();
    time().settle();
    findings.addAll(audited.findings());
    findings.addAll(illegal);
    for (Environment node : nodes) {
      time().threads(node).forEach(thread -> findings.add("thread " + thread + " is left"));
    }
    if (settings.replays) {
      findings.addAll(ReplayCheck.findings(audited, this::engine, VirtualTime.manual()));
    }
    findings.addAll(Invariants.closed(audited, audited.nodes(), time()));
    return findings;
  }

  private List<String> unexpected(List<String> lines) {
    List<String> findings = new ArrayList<>();
    for (String line : lines) {
      if (expected.stream().noneMatch(line::contains)) {
        findings.add("unexpected in the log: " + line);
      }
    }
    for (String text : expected) {
      if (LogCapture.isSupported() && lines.stream().noneMatch(line -> line.contains(text))) {
        findings.add("expected in the log, but not there: " + text);
      }
    }
    return findings;
  }

  private void close() {
    if (engine != null) {
      engine.close();
      engine = null;
    }
  }

  private FlowEngineBuilder engine(Store on) {
    FlowEngineBuilder builder = FlowEngine.builder().store(on).flows(scripts);
    handlers.forEach(builder::flow);
    settings.languages.forEach(language -> builder.language(language.get()));
    settings.folders.forEach(builder::flows);
    builder.listener(
        event -> {
          if (event instanceof StatusChanged change
              && change.from() != null
              && !change.from().canBecome(change.to())) {
            illegal.add("a status changed as it may not: " + change);
          }
        });
    settings.more.accept(builder);
    return builder;
  }

  /** Collects what the engines of all tests have in common. */
  public static final class Builder {
    private final List<Supplier<? extends FlowLanguage>> languages = new ArrayList<>();
    private final Map<String, FlowHandler> handlers = new LinkedHashMap<>();
    private final Map<String, String> scripts = new LinkedHashMap<>();
    private final List<Path> folders = new ArrayList<>();
    private Supplier<Store> store = FlowEngine::inMemoryStore;
    private Supplier<VirtualTime> time = VirtualTime::automatic;
    private Consumer<FlowEngineBuilder> more = builder -> {};
    private boolean replays = true;
    private @Nullable String languageName;

    private Builder() {}

    /**
     * Adds a language of scripts.
     *
     * @param language makes the language, anew for each engine
     * @return this
     */
    public Builder language(Supplier<? extends FlowLanguage> language) {
      languages.add(requireNonNull(language, "language"));
      return this;
    }

    /**
     * Adds a Java flow.
     *
     * @param name its name
     * @param handler what it does
     * @return this
     */
    public Builder flow(String name, FlowHandler handler) {
      handlers.put(requireNonNull(name, "name"), requireNonNull(handler, "handler"));
      return this;
    }

    /**
     * Adds a script.
     *
     * @param name the name of the flow
     * @param text its text, in the language that was added first; common indentation is removed
     * @return this
     */
    public Builder script(String name, String text) {
      scripts.put(requireNonNull(name, "name"), requireNonNull(text, "text"));
      return this;
    }

    /**
     * Adds a folder of scripts.
     *
     * @param folder the folder
     * @return this
     */
    public Builder flows(Path folder) {
      folders.add(requireNonNull(folder, "folder"));
      return this;
    }

    /**
     * Sets where everything is stored.
     *
     * @param value makes the store of one test, which is closed after it; default: one in memory
     * @return this
     */
    public Builder store(Supplier<Store> value) {
      store = requireNonNull(value, "store");
      return this;
    }

    /**
     * Sets the time.
     *
     * @param value makes the time of one test; default: {@link VirtualTime#automatic()}
     * @return this
     */
    public Builder time(Supplier<VirtualTime> value) {
      time = requireNonNull(value, "time");
      return this;
    }

    /**
     * Sets anything else of each engine.
     *
     * @param settings called with the builder of each engine
     * @return this
     */
    public Builder engine(Consumer<FlowEngineBuilder> settings) {
      more = more.andThen(settings);
      return this;
    }

    /**
     * Leaves out the replay of all ended executions after each test: for flows that do something
     * different every time, outside of steps.
     *
     * @return this
     */
    public Builder withoutReplay() {
      replays = false;
      return this;
    }

    private String language() {
      if (languageName == null) {
        if (languages.isEmpty()) {
          throw new IllegalStateException("scripts need a language; add one to the builder");
        }
        try (FlowLanguage language = languages.getFirst().get()) {
          languageName = language.name();
        }
      }
      return languageName;
    }

    /** {@return the extension} */
    public FlowEngineExtension build() {
      return new FlowEngineExtension(this);
    }
  }
}
