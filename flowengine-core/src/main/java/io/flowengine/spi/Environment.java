package io.flowengine.spi;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executor;

/**
 * The four things an engine takes from the machine: time, threads, waiting, randomness. Nothing in
 * the engine reads a clock, makes a thread, blocks or draws a number in any other way, so a test
 * that brings its own environment decides about all of them.
 *
 * <p>All methods may be called by any thread. Implementations never let two environments share
 * state.
 */
public interface Environment extends InstantSource {
  /**
   * {@return the engine's time} It never runs backwards. It is for timestamps and deadlines that
   * are stored; the difference of two values is an elapsed time only as far as the clock was not
   * moved in between.
   */
  @Override
  Instant instant();

  /**
   * {@return nanoseconds on the watch of hosts that wait, the one that {@link #parkFor} goes by;
   * only differences mean something}
   */
  long elapsedNanos();

  /** {@return 64 random bits, for ids and seeds} */
  long randomLong();

  /**
   * Draws entropy that nobody can guess.
   *
   * @param bytes is filled
   */
  void entropy(byte[] bytes);

  /**
   * Runs the body of one execution on a new thread. A thread that is parked for ever and to which
   * nobody holds a reference costs nothing but its memory until it is collected, and no {@code
   * finally} block of it runs.
   *
   * @param body what to run; it throws nothing
   */
  void execute(Runnable body);

  /**
   * Gives what runs bodies on new threads that belong together. Very many of them are started
   * faster than by {@link #execute}; in return one that is parked for ever is collected only
   * together with all that were started by the same executor and still live.
   *
   * @return an executor of its own for each call
   */
  default Executor together() {
    return this::execute;
  }

  /**
   * Runs the body of one execution on a new platform thread, a daemon, for a language whose
   * programs {@linkplain FlowLanguage#needsPlatformThreads need one}. A thread that is parked for
   * ever stays.
   *
   * @param body what to run; it throws nothing
   */
  void executeOnPlatformThread(Runnable body);

  /**
   * Runs housekeeping on a new daemon thread that goes on while executions keep all processors
   * busy.
   *
   * @param name the name of the thread
   * @param body what to run; it throws nothing
   */
  void daemon(String name, Runnable body);

  /**
   * Blocks the calling thread until {@link #unpark}. May return for no reason, so callers loop. An
   * interruption is swallowed.
   */
  void park();

  /**
   * Blocks the calling thread until {@link #unpark} or until a time on the caller's own watch is
   * over. It is how hosts wait.
   *
   * @param time how long at most
   */
  void parkFor(Duration time);

  /**
   * Blocks the calling thread until {@link #unpark} or until the engine's time reaches an instant.
   *
   * @param deadline the instant; a passed one returns at once
   */
  void parkUntil(Instant deadline);

  /**
   * Like {@link #parkUntil}, for housekeeping that nobody waits for: a clock that is moved by hand
   * need not stop at the deadline on its way, it is enough that the thread runs at the next stop.
   *
   * @param deadline the instant; a passed one returns at once
   */
  void idleUntil(Instant deadline);

  /**
   * Lets a parked thread go on. If it is not parked, its next park returns at once.
   *
   * @param thread the thread
   */
  void unpark(Thread thread);
}
