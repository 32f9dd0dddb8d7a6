package io.flowengine.internal.element;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The elements that a run wants to keep from others, and those it has, as far as is recorded. */
final class KnownLocks {
  private final Map<Opened, LockWanted> wanted = new LinkedHashMap<>();
  private final Set<String> held = new LinkedHashSet<>();
  private final Set<String> ever = new LinkedHashSet<>();

  void want(Opened opened, LockWanted what) {
    wanted.put(opened, what);
  }

  void got(LockWanted what, Set<String> refused) {
    List<String> got = what.elements().stream().filter(id -> !refused.contains(id)).toList();
    held.addAll(got);
    ever.addAll(got);
  }

  void leave(Collection<String> ids) {
    ids.forEach(held::remove);
  }

  /** What is wanted and not settled. */
  Map<Opened, LockWanted> wanted() {
    if (!wanted.isEmpty()) {
      wanted.keySet().removeIf(opened -> !opened.isOpen());
    }
    return wanted;
  }

  /** What it has now. */
  Set<String> held() {
    return held;
  }

  /** What it has had at some time; after a crash it may have it still. */
  Set<String> ever() {
    return ever;
  }
}
