package io.flowengine.python.internal.interpreter;

import java.util.LinkedHashMap;
import java.util.Map;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * The programs that an interpreter has compiled last, some dozens of them. Their locks are held for
 * look-ups only, never while something is compiled: a stuck interpreter does not let go of the
 * thread that compiles for it. Thread-safe.
 */
final class Programs {
  private static final int MOST = 64;

  private final Map<Script, Value> kept =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Script, Value> eldest) {
          return size() > MOST;
        }
      };

  /**
   * All that a program depends on.
   *
   * @param text the script
   * @param file how tracebacks name it
   * @param watched whether it tells its lines
   * @param legacy the name of the environment if it speaks the legacy dialect; null if not
   */
  record Script(String text, String file, boolean watched, @Nullable String legacy) {}

  /** The program of a script; null if it is not kept. */
  synchronized @Nullable Value of(Script script) {
    return kept.get(script);
  }

  /** Keeps a program, in place of the one that was used the longest time ago. */
  synchronized void keep(Script script, Value program) {
    kept.put(script, program);
  }
}
