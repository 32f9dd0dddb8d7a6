package io.flowengine.internal.element;

import io.flowengine.execution.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a run has started so far, so that a replay with another flow or script is found out at the
 * first entry after which it does something else.
 */
final class Fingerprint {
  private static final int SHOWN = 3;

  private final List<String> last = new ArrayList<>(SHOWN);
  private int hash;

  void add(List<Opened> starts) {
    if (starts.isEmpty()) {
      return;
    }
    last.clear();
    for (Opened start : starts) {
      String step = start.attempt().step().id();
      String element = start.attempt().elementId();
      hash = 31 * (31 * (31 * hash + step.hashCode()) + element.hashCode()) + start.number();
      if (last.size() < SHOWN) {
        last.add(step + " on " + element);
      }
    }
  }

  /** As the argument of a call: a number, and the last starts for people. */
  Value toValue(int started) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("started", started);
    map.put("last", List.copyOf(last));
    map.put("hash", hash);
    return Value.of(map);
  }
}
