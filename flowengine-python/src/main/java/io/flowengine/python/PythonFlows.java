package io.flowengine.python;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.ExecutionId;
import io.flowengine.flowchart.Flowchart;
import io.flowengine.python.internal.bridge.ScriptFailure;
import io.flowengine.python.internal.element.PythonElements;
import io.flowengine.python.internal.interpreter.BuiltInWrappers;
import io.flowengine.python.internal.interpreter.Interpreter;
import io.flowengine.python.internal.interpreter.Outline;
import io.flowengine.spi.ElementLanguage;
import io.flowengine.spi.Environment;
import io.flowengine.spi.FlowLanguage;
import io.flowengine.spi.FlowProgram;
import io.flowengine.spi.FlowScript;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The language of flows written in Python: files ending in {@code .py} with a function {@code
 * handler(system, this, inputs)}. To be given to the builder of an engine:
 *
 * {@snippet :
 * FlowEngine engine = FlowEngine.builder()
 *     .language(PythonFlows.create())
 *     .flows(Path.of("flows"))
 *     .build();
 * }
 *
 * <p>Scripts run in a sandbox: no files, no sockets, no processes, no threads, no classes of the
 * host. What they print goes to the log of their execution. An instance belongs to one engine.
 */
public final class PythonFlows implements FlowLanguage {
  private static final int MAX_RUNNING = 64;
  private static final int MAX_PARKED = 2_000;

  private final PythonRuntime runtime;
  private final boolean own;
  private final int maxRunning;
  private final int maxParked;
  private final boolean filtersInPlace;
  private final @Nullable String legacy;
  private final RunningScripts running;
  private volatile @Nullable Environment environment;

  private PythonFlows(Builder builder) {
    own = builder.runtime == null;
    runtime = builder.runtime == null ? builder.ownRuntime() : builder.runtime;
    maxRunning = builder.maxRunning;
    maxParked = builder.maxParked;
    filtersInPlace = builder.filtersInPlace;
    legacy = builder.legacy ? builder.environmentName : null;
    running = new RunningScripts(runtime);
  }

  /** {@return the language with the defaults and a runtime of its own} */
  public static PythonFlows create() {
    return builder().build();
  }

  /**
   * Makes the language on interpreters that others use too.
   *
   * @param runtime the interpreters; stay open when the engine is closed
   * @return the language with the defaults
   */
  public static PythonFlows on(PythonRuntime runtime) {
    return builder().runtime(runtime).build();
  }

  /** {@return a builder} */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public String name() {
    return "python";
  }

  @Override
  public String fileExtension() {
    return "py";
  }

  @Override
  public int maxRunning() {
    return maxRunning;
  }

  @Override
  public int maxParked() {
    return maxParked;
  }

  @Override
  public boolean unwindsDroppedStacks() {
    return true;
  }

  /**
   * {@return true if Python code is compiled} Compiled code hands the lock of its interpreter on
   * from inside a native frame. Virtual threads that wait for it keep their carriers, and when all
   * are kept so, the next owner of the lock has none to run on.
   */
  @Override
  public boolean needsPlatformThreads() {
    return runtime.isCompiled();
  }

  @Override
  public void start(Environment time) {
    environment = time;
    time.daemon("python-warm-up", runtime::warmUp);
    time.daemon("python-watch", () -> running.watch(time));
  }

  @Override
  public FlowProgram compile(FlowScript script) {
    return new PythonProgram(script, runtime, running, time(), legacy);
  }

  @Override
  public void check(FlowScript script) {
    new PythonProgram(script, runtime, running, time(), legacy).check();
  }

  @Override
  public Optional<ElementLanguage> elements() {
    return Optional.of(
        new PythonElements(new ScriptInterpreters(runtime, running), this::time, filtersInPlace));
  }

  @Override
  public Optional<Flowchart> flowchart(FlowScript script) {
    Interpreter interpreter = runtime.take(null);
    try {
      String described = interpreter.outline(script.text(), script.file());
      if (described.charAt(0) == 'F') {
        throw ScriptFailure.read(described);
      }
      return Optional.of(Outline.read(script.name(), described));
    } finally {
      runtime.giveBack(interpreter);
    }
  }

  private Environment time() {
    return requireNonNull(environment, "the language was not started");
  }

  @Override
  public Collection<FlowScript> wrappers() {
    return BuiltInWrappers.scripts(name());
  }

  @Override
  public void stop(ExecutionId execution) {
    running.stop(execution);
  }

  @Override
  public Collection<Lost> lost() {
    return running.lost();
  }

  @Override
  public void close() {
    Environment time = environment;
    if (time != null) {
      running.close(time);
    }
    if (own) {
      runtime.close();
    }
  }

  /** Collects what the language is made of. Not thread-safe. */
  public static final class Builder {
    private @Nullable PythonRuntime runtime;
    private int maxRunning = MAX_RUNNING;
    private int maxParked = MAX_PARKED;
    private boolean filtersInPlace;
    private boolean legacy;
    private String environmentName = "default";
    private final List<Path> modules = new ArrayList<>();

    private Builder() {}

    private PythonRuntime ownRuntime() {
      PythonRuntime.Builder own = PythonRuntime.builder();
      modules.forEach(own::modulePath);
      return own.build();
    }

    /**
     * Sets the interpreters.
     *
     * @param shared the interpreters, which stay open when the engine is closed; if not set, the
     *     language has its own
     * @return this
     */
    public Builder runtime(PythonRuntime shared) {
      runtime = requireNonNull(shared, "runtime");
      return this;
    }

    /**
     * Sets how many executions may run at the same time; waiting ones do not count.
     *
     * @param most at least 1; 64 if not set
     * @return this
     * @throws IllegalArgumentException if it is smaller than 1
     */
    public Builder maxRunning(int most) {
      if (most < 1) {
        throw new IllegalArgumentException("maxRunning must be >= 1, was " + most);
      }
      maxRunning = most;
      return this;
    }

    /**
     * Sets how many stacks may stay parked while their executions wait; those beyond are dropped
     * and replayed later.
     *
     * @param most at least 0; 2,000 if not set
     * @return this
     * @throws IllegalArgumentException if it is negative
     */
    public Builder maxParked(int most) {
      if (most < 0) {
        throw new IllegalArgumentException("maxParked must be >= 0, was " + most);
      }
      maxParked = most;
      return this;
    }

    /**
     * Lets flows use the names of earlier engines: {@code this.task}, {@code system.connection},
     * {@code filter=} and others. Each is a warning in the log of the execution, once. Without it
     * they are refused, with what to use instead.
     *
     * @param isSpoken true to switch it on; off if not set
     * @return this
     */
    public Builder legacyDialect(boolean isSpoken) {
      legacy = isSpoken;
      return this;
    }

    /**
     * Sets what {@code system.get_env_name()} of the legacy dialect gives.
     *
     * @param name the name; {@code default} if not set
     * @return this
     */
    public Builder environmentName(String name) {
      environmentName = requireNonNull(name, "name");
      return this;
    }

    /**
     * Has {@code filter_flow_elements(...)} in a processing script narrow {@code elements} if the
     * list that it returns is not used, as it does in Flux. Otherwise such a filter does nothing.
     * It is warned of in both cases.
     *
     * @return this
     */
    public Builder fluxFilters() {
      filtersInPlace = true;
      return this;
    }

    /**
     * Adds a place that scripts can import modules from, see {@link
     * PythonRuntime.Builder#modulePath}.
     *
     * @param place a folder, or a wheel ({@code .whl}) of pure Python
     * @return this
     */
    public Builder modulePath(Path place) {
      modules.add(requireNonNull(place, "place"));
      return this;
    }

    /**
     * Makes the language.
     *
     * @return the language
     * @throws IllegalArgumentException if there is both a runtime and a module path, which then
     *     belongs to the builder of the runtime; or a place of the path is neither a folder nor a
     *     wheel, cannot be read, or has native code in it
     */
    public PythonFlows build() {
      if (runtime != null && !modules.isEmpty()) {
        throw new IllegalArgumentException(
            "the module path belongs to the interpreters: give it to PythonRuntime.builder()");
      }
      return new PythonFlows(this);
    }
  }
}
