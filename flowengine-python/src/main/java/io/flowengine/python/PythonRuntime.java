package io.flowengine.python;

import static java.util.Objects.requireNonNull;

import io.flowengine.python.internal.interpreter.Interpreter;
import io.flowengine.python.internal.interpreter.InterpreterPool;
import io.flowengine.python.internal.interpreter.ModulePath;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Python interpreters. They take long to make and are cheap to share, so several engines of one JVM
 * can use one runtime; an engine that was given none makes its own. Thread-safe.
 *
 * <p>Close it after the engines that use it.
 */
public final class PythonRuntime implements AutoCloseable {
  private final Isolation isolation;
  private final ModulePath modules;
  private final InterpreterPool pool;

  private PythonRuntime(Builder builder) {
    isolation = builder.isolation;
    modules = new ModulePath(builder.modules);
    pool = new InterpreterPool(builder.interpreters, modules.read());
  }

  /** {@return a runtime with the defaults: shared interpreters, one for each processor} */
  public static PythonRuntime create() {
    return builder().build();
  }

  /** {@return a builder} */
  public static Builder builder() {
    return new Builder();
  }

  /** The interpreter of an execution, to be given back. */
  Interpreter take(@Nullable String project) {
    return switch (isolation) {
      case SHARED -> pool.shared();
      case PER_PROJECT -> pool.ofGroup(project == null ? "" : project);
      case PER_EXECUTION -> pool.alone();
    };
  }

  void giveBack(Interpreter interpreter) {
    if (isolation == Isolation.PER_EXECUTION) {
      interpreter.close();
    }
  }

  /** True if programs can be kept for the interpreters that they were compiled for. */
  boolean keepsInterpreters() {
    return isolation != Isolation.PER_EXECUTION;
  }

  /** True if Python code is compiled to machine code, not only interpreted. */
  boolean isCompiled() {
    return pool.isCompiled();
  }

  /** Has a thread unwind its Python stack at its next safepoint. */
  void stop(Thread thread) {
    pool.stopper().stop(thread);
  }

  /**
   * Makes the shared interpreters now rather than when the first flow runs. Returns when they are
   * made, which takes seconds in a cold JVM. An engine does this in the background when it starts.
   * Does nothing if executions do not share interpreters.
   */
  public void warmUp() {
    if (isolation == Isolation.SHARED) {
      pool.warmUp();
    }
  }

  /**
   * Reads the module path anew. Executions that start from now on, and those that run again from
   * their journals, import what is there now, in interpreters that are made before this returns.
   * Those that run or wait on their stacks go on with what they have imported.
   *
   * @throws IllegalArgumentException if a place cannot be read or has native code in it; then
   *     nothing changes
   */
  public void reloadModules() {
    pool.replace(modules.read());
    warmUp();
  }

  /**
   * Ends all interpreters. Close the engines that use them first: that has their scripts stopped.
   * An interpreter that a script does not leave within 5 s is left to it, with a WARN. Repeating it
   * does nothing.
   */
  @Override
  public void close() {
    pool.close();
  }

  /** Collects what a runtime is made of. Not thread-safe. */
  public static final class Builder {
    private Isolation isolation = Isolation.SHARED;
    private int interpreters = Runtime.getRuntime().availableProcessors();
    private final List<Path> modules = new ArrayList<>();

    private Builder() {}

    /**
     * Sets which executions share an interpreter.
     *
     * @param chosen the isolation; {@link Isolation#SHARED} if not set
     * @return this
     */
    public Builder isolation(Isolation chosen) {
      isolation = requireNonNull(chosen, "isolation");
      return this;
    }

    /**
     * Sets how many interpreters executions share under {@link Isolation#SHARED}. Each runs Python
     * code on one processor at a time.
     *
     * @param count at least 1; as many as processors if not set
     * @return this
     * @throws IllegalArgumentException if the count is smaller than 1
     */
    public Builder interpreters(int count) {
      if (count < 1) {
        throw new IllegalArgumentException("interpreters must be >= 1, was " + count);
      }
      interpreters = count;
      return this;
    }

    /**
     * Adds a place that scripts can import modules from. Its files are read once, when the runtime
     * is built, and at {@link PythonRuntime#reloadModules}.
     *
     * @param place a folder, or a wheel ({@code .whl}); those added before come first, and the
     *     standard library before all
     * @return this
     */
    public Builder modulePath(Path place) {
      modules.add(requireNonNull(place, "place"));
      return this;
    }

    /**
     * Reads the module path.
     *
     * @return the runtime, still without interpreters
     * @throws IllegalArgumentException if a place of the module path is neither a folder nor a
     *     wheel, cannot be read, or has native code in it; names all such places
     */
    public PythonRuntime build() {
      return new PythonRuntime(this);
    }
  }
}
