package io.flowengine.internal.handler;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which records a flow sees.
 *
 * @param normal those that have not been deleted
 * @param deleted those that have
 */
record Shown(boolean normal, boolean deleted) {
  static final Shown NORMAL = new Shown(true, false);
  static final Shown ALL = new Shown(true, true);
  static final Shown DELETED = new Shown(false, true);

  /** Adds to the arguments of a call what is not usual. */
  void addTo(Map<String, @Nullable Object> arguments) {
    if (!normal) {
      arguments.put("allow_normal", false);
    }
    if (deleted) {
      arguments.put("allow_deleted", true);
    }
  }
}
