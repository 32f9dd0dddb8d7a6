package io.flowengine.internal.element;

import io.flowengine.element.FlowLimits.Lock;
import io.flowengine.internal.element.Moment.Ended;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes elements that batches of a run want to keep from others, in this JVM and in the store, and
 * gives them back. What another run has is tried again each second. Belongs to the thread of the
 * run.
 */
final class LiveLocks {
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Workshop shop;
  private final KnownLocks known;
  private final String execution;
  private final Set<String> taken = new LinkedHashSet<>();
  private final Set<Opened> tried = new HashSet<>();
  private @Nullable Instant lookAt;

  LiveLocks(Workshop shop, JournaledStage stage, String execution) {
    this.shop = shop;
    this.known = stage.locks();
    this.execution = execution;
  }

  boolean areWanted() {
    return !known.wanted().isEmpty();
  }

  /** What was recorded of locks is taken up, by whichever node comes after a crash. */
  void goLive() {
    taken.addAll(known.ever());
    known.held().forEach(id -> shop.limits().hold(id, execution));
  }

  /** The requests that are settled. */
  List<Ended> hear(Instant now) {
    if (!areWanted()) {
      lookAt = null;
      tried.clear();
      return List.of();
    }
    boolean again = lookAt != null && !now.isBefore(lookAt);
    if (lookAt == null || again) {
      lookAt = now.plus(LOOK);
    }
    List<Ended> heard = new ArrayList<>(0);
    known
        .wanted()
        .forEach(
            (opened, wanted) -> {
              if (tried.add(opened) || again) {
                Map<String, String> owners = take(wanted);
                if (owners.isEmpty() || wanted.how() != Lock.WAIT) {
                  heard.add(new Ended(opened.number(), LockWanted.refusing(owners)));
                }
              }
            });
    return heard;
  }

  /** When to try again; null if nothing is wanted. */
  @Nullable Instant next() {
    return lookAt;
  }

  /** Takes what it can; those who wait do so in the order of ids, so nobody waits in a circle. */
  private Map<String, String> take(LockWanted wanted) {
    boolean waits = wanted.how() == Lock.WAIT;
    Map<String, String> owners = new LinkedHashMap<>();
    List<String> mine = new ArrayList<>();
    for (String id : wanted.elements()) {
      String owner = shop.limits().hold(id, execution);
      if (owner == null) {
        mine.add(id);
      } else {
        owners.put(id, owner);
        if (waits) {
          break;
        }
      }
    }
    Map<String, String> elsewhere = shop.locks().take(execution, mine, waits);
    boolean refused = false;
    for (String id : mine) {
      refused = waits ? refused || elsewhere.containsKey(id) : elsewhere.containsKey(id);
      if (refused) {
        shop.limits().unhold(id, execution);
      } else {
        taken.add(id);
      }
    }
    owners.putAll(elsewhere);
    return owners;
  }

  /** Gives back what the run is through with, after that has been recorded. */
  void release() {
    if (!taken.isEmpty()) {
      Set<String> needed = new HashSet<>(known.held());
      known.wanted().values().forEach(wanted -> needed.addAll(wanted.elements()));
      release(taken.stream().filter(id -> !needed.contains(id)).toList());
    }
  }

  /** The run has ended. */
  void end() {
    release(List.copyOf(taken));
  }

  private void release(List<String> ids) {
    if (!ids.isEmpty()) {
      shop.locks().release(execution, ids);
      ids.forEach(id -> shop.limits().unhold(id, execution));
      ids.forEach(taken::remove);
    }
  }

  /** The run is left, and will be gone on with. */
  void leave() {
    taken.forEach(id -> shop.limits().unhold(id, execution));
  }
}
