package io.flowengine.spi;

import io.flowengine.execution.ExecutionId;
import io.flowengine.flowchart.Flowchart;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A language that flows are written in. It turns a script into a program; the program talks to the
 * engine through {@link FlowCalls} and to nothing else. An implementation proves itself by
 * extending {@code FlowBehaviourKit} of the testkit.
 */
public interface FlowLanguage extends AutoCloseable {
  /** {@return the name, for example {@code python}} */
  String name();

  /** {@return the ending of its files without the dot, for example {@code py}} */
  String fileExtension();

  /** {@return how many of its executions may run at the same time; waiting ones do not count} */
  int maxRunning();

  /** {@return how many stacks may stay parked while their executions wait} */
  int maxParked();

  /**
   * {@return true if calls whose stack is dropped return {@link CallResult.Dropped}, so that the
   * language unwinds the script; false if the parked thread can be forgotten as it is}
   */
  boolean unwindsDroppedStacks();

  /**
   * {@return true if its programs must not run on virtual threads, because they block inside native
   * frames, where a virtual thread keeps its carrier} Asked before {@link #start}. Each of its
   * executions that runs or stands by then holds a platform thread.
   */
  default boolean needsPlatformThreads() {
    return false;
  }

  /**
   * Begins to work, in the background if it takes long. Called once.
   *
   * @param environment the engine's time and threads
   */
  void start(Environment environment);

  /**
   * Compiles a script. The engine keeps the program as long as it fits its cache.
   *
   * @param script the script
   * @return the program
   * @throws ScriptFailedException if it is no program: a syntax error, no handler, a wrong
   *     signature; a language may also leave that to {@link FlowProgram#run}
   */
  FlowProgram compile(FlowScript script);

  /**
   * Finds out whether a script is a program, without running it. May block until the language has
   * started.
   *
   * @param script the script
   * @throws ScriptFailedException if it is none: names file and line. A language may leave to
   *     {@link FlowProgram#run} what only shows there
   */
  default void check(FlowScript script) {
    compile(script);
  }

  /**
   * Reads the shape of a script without running it.
   *
   * @param script the script
   * @return its chart, without a path; empty if the language draws none
   * @throws ScriptFailedException if it is no program
   */
  default Optional<Flowchart> flowchart(FlowScript script) {
    return Optional.empty();
  }

  /** {@return what it does for flows over elements; empty if it does nothing for them} */
  default Optional<ElementLanguage> elements() {
    return Optional.empty();
  }

  /**
   * Gives the wrappers that come with the language. An engine knows them by the names of their
   * scripts; wrappers of the same name that are stored or written in Java come before them.
   *
   * @return the scripts, the same each time; none unless overridden
   */
  default Collection<FlowScript> wrappers() {
    return List.of();
  }

  /**
   * Stops an execution that does not make calls any more, by force, without running its clean-up
   * code and without hurting others. What cannot be stopped at once is stopped as soon as possible.
   *
   * @param execution the execution
   */
  void stop(ExecutionId execution);

  /**
   * An execution whose stack will not come back.
   *
   * @param execution the execution
   * @param fault what it does that never ends; null if something else keeps it from going on
   */
  record Lost(ExecutionId execution, @Nullable String fault) {}

  /**
   * Tells which executions are lost inside the language. The engine forgets their stacks. Those
   * that are not at fault it runs anew from their journals; one that is would only do it again, so
   * it is paused with the reason {@code CRASH_LOOP}. Asked every second or so.
   *
   * @return the executions, each told once
   */
  default Collection<Lost> lost() {
    return List.of();
  }

  /**
   * Gives back what the language holds; programs still running are stopped by force. Repeating it
   * does nothing.
   */
  @Override
  void close();
}
