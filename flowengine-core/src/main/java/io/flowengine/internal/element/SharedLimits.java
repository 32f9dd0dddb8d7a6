package io.flowengine.internal.element;

import static java.util.Objects.requireNonNull;

import io.flowengine.element.FlowLimits;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * What bounds the tasks of all runs in this JVM: an element belongs to one task at a time, limits
 * of the engine hold over all runs, and so does the number of its permits. They are taken after all
 * that bounds the run itself, in one order: the element, keys by the names of their limits, the
 * engine. Thread-safe.
 */
final class SharedLimits {
  private record Key(String limit, Object value) {}

  private static final class Slot {
    private @Nullable Queue<Runnable> waiting;
    private int free;

    /** The run that has it last, if it is an element. */
    private String owner = "";

    /** True while a batch has it. */
    private boolean isHeld;

    Slot(int free) {
      this.free = free;
    }

    void await(Runnable then) {
      if (waiting == null) {
        waiting = new ArrayDeque<>(2); // very many are never waited for
      }
      waiting.add(then);
    }
  }

  /** What one task takes, and gives back. Guarded by the limits it was made by. */
  static final class Claim {
    private final String owner;
    private final String element;
    private final List<Key> keys;
    private @Nullable Slot slot;
    private boolean held;
    private boolean withdrawn;

    private Claim(String owner, String element, List<Key> keys) {
      this.owner = owner;
      this.element = element;
      this.keys = keys;
    }
  }

  private final Map<String, Slot> elements = new HashMap<>();
  private final Map<Key, Slot> keys = new HashMap<>();
  private final Slot engine;
  private int runs;

  SharedLimits(int permits) {
    engine = new Slot(permits);
  }

  /** A run begins to use them. */
  synchronized void enter() {
    runs++;
  }

  /** A run holds nothing any more. */
  synchronized void leave() {
    if (--runs == 0) {
      elements.clear();
      keys.clear();
    }
  }

  /** What a task takes: its element, and keys in the order of the names of their limits. */
  Claim claim(Attempt attempt) {
    List<Key> keyed = List.of();
    for (ElementRun each = attempt.run(); each != null; each = each.place().parent()) {
      for (FlowLimits.Keyed limit : each.flow().limits().keyed()) {
        Object value =
            limit.scope() == FlowLimits.Scope.ENGINE ? limit.key().apply(attempt.element()) : null;
        if (value != null) {
          keyed = new ArrayList<>(keyed);
          Key key = new Key(limit.name(), value);
          prepare(key, limit.most());
          if (!keyed.contains(key)) {
            keyed.add(key);
          }
        }
      }
    }
    if (keyed.size() > 1) {
      keyed.sort(Comparator.comparing(Key::limit));
    }
    return new Claim(attempt.run().scene().id(), attempt.elementId(), keyed);
  }

  private synchronized void prepare(Key key, int most) {
    keys.computeIfAbsent(key, missing -> new Slot(most));
  }

  /**
   * Takes all that a task needs.
   *
   * @param claim what
   * @param then called when all is taken, perhaps at once, perhaps by another thread; never if the
   *     claim is released before
   */
  synchronized void acquire(Claim claim, Runnable then) {
    Slot element = elements.computeIfAbsent(claim.element, id -> new Slot(1));
    if (element.isHeld && element.owner.equals(claim.owner)) {
      keys(claim, 0, () -> hold(claim, then)); // its batch has it
      return;
    }
    claim.slot = element;
    if (claim.keys.isEmpty() && element.free > 0 && engine.free > 0) {
      element.free--; // that is how it nearly always is
      engine.free--;
      hold(claim, then);
    } else {
      take(element, () -> keys(claim, 0, () -> hold(claim, then)));
    }
  }

  /**
   * Keeps an element for the batch of a run.
   *
   * @return null if it has it now; else the run that has it
   */
  synchronized @Nullable String hold(String element, String owner) {
    Slot slot = elements.computeIfAbsent(element, id -> new Slot(1));
    if (slot.free == 0) {
      return slot.isHeld && slot.owner.equals(owner) ? null : slot.owner;
    }
    slot.free--;
    slot.isHeld = true;
    slot.owner = owner;
    return null;
  }

  /** The batch of a run does not need an element any more; nothing is done if it has it not. */
  synchronized void unhold(String element, String owner) {
    Slot slot = elements.get(element);
    if (slot != null && slot.isHeld && slot.owner.equals(owner)) {
      slot.isHeld = false;
      give(slot);
    }
  }

  private void hold(Claim claim, Runnable then) {
    claim.held = true;
    if (claim.slot != null) {
      claim.slot.owner = claim.owner;
    }
    if (claim.withdrawn) {
      release(claim);
    } else {
      then.run();
    }
  }

  private void keys(Claim claim, int next, Runnable then) {
    if (next == claim.keys.size()) {
      take(engine, then);
    } else {
      take(requireNonNull(keys.get(claim.keys.get(next))), () -> keys(claim, next + 1, then));
    }
  }

  private static void take(Slot slot, Runnable then) {
    if (slot.free > 0) {
      slot.free--;
      then.run();
    } else {
      slot.await(then);
    }
  }

  /** The run that has an element; null if it is free, or the run that asks has it. */
  synchronized @Nullable String owner(String element, String asks) {
    Slot slot = elements.get(element);
    return slot == null || slot.free > 0 || slot.owner.equals(asks) ? null : slot.owner;
  }

  /** Gives back what a claim holds; one that still waits is withdrawn. */
  synchronized void release(Claim claim) {
    if (!claim.held) {
      claim.withdrawn = true;
      return;
    }
    claim.held = false;
    give(engine);
    for (int i = claim.keys.size() - 1; i >= 0; i--) {
      give(requireNonNull(keys.get(claim.keys.get(i))));
    }
    if (claim.slot != null) {
      give(claim.slot);
    }
  }

  private static void give(Slot slot) {
    Runnable next = slot.waiting == null ? null : slot.waiting.poll();
    if (next == null) {
      slot.free++;
    } else {
      next.run();
    }
  }
}
