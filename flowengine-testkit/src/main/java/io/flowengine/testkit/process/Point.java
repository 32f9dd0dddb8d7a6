package io.flowengine.testkit.process;

import io.flowengine.testkit.CrashingStore.Moment;
import java.util.Locale;

/**
 * Where a JVM is killed.
 *
 * @param commit at which commit, from 1; 0 for never
 * @param moment before or after it
 */
record Point(int commit, Moment moment) {
  static final Point NONE = new Point(0, Moment.AFTER_COMMIT);

  @Override
  public String toString() {
    return moment.name().toLowerCase(Locale.ROOT).replace('_', ' ') + " " + commit;
  }
}
