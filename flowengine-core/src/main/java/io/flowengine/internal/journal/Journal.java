package io.flowengine.internal.journal;

import io.flowengine.spi.JournalEntry;
import io.flowengine.spi.JournalEntry.Call;
import io.flowengine.spi.Position;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The recorded calls of one execution, and how far a run of its flow has come through them.
 *
 * <p>A run asks for each call, in the order it makes them, what is known about it. As long as there
 * are entries the run is a replay; behind the last one it is live. The two cannot be mixed up: a
 * call either has an entry at its position, which must be of the same call, or it has none, and
 * then nothing behind it may be recorded either.
 *
 * <p>The one exception are the {@link #PATCHED markers} by which a changed flow records that it
 * took its new side. A run that asks for a marker that is not there is one that began before the
 * change; it takes the old side, and nothing is recorded. A marker that nobody asks for any more is
 * skipped.
 *
 * <p>Not thread-safe: it belongs to whoever runs the flow.
 */
public final class Journal {
  /** The call that records the new side of a changed flow; its key is the id of the change. */
  public static final String PATCHED = "patched";

  /** What is known about a call. */
  public sealed interface Answer {}

  /**
   * The call was made before and has a result, or waits.
   *
   * @param entry the entry
   */
  public record Recorded(JournalEntry entry) implements Answer {}

  /**
   * The call was never made.
   *
   * @param position where it is made
   */
  public record Fresh(Position position) implements Answer {}

  /**
   * Another call was made here.
   *
   * @param divergence the finding
   */
  public record Diverged(Divergence divergence) implements Answer {}

  private final Map<Position, JournalEntry> recorded;
  private Map<String, Integer> keys = Map.of();
  private final int newestFormat;
  private int next = 1;
  private int unread;
  private int size;

  /**
   * Makes a journal to be replayed.
   *
   * @param entries the entries; empty for an execution that never ran
   */
  public Journal(List<JournalEntry> entries) {
    recorded = new HashMap<>(entries.size() * 2);
    for (JournalEntry entry : entries) {
      recorded.put(entry.position(), entry);
    }
    newestFormat = entries.stream().mapToInt(JournalEntry::format).max().orElse(0);
    unread = entries.size();
    size = entries.size();
  }

  private Journal(int length) {
    recorded = new HashMap<>(0);
    newestFormat = 0;
    unread = length;
    size = length;
  }

  /**
   * Makes the journal of an execution whose entries cannot be read. It stays at its beginning:
   * every call departs from it.
   *
   * @param length how many entries it has
   * @return the journal
   */
  public static Journal unreadable(int length) {
    return new Journal(length);
  }

  /** {@return the highest format among the entries it was made of; 0 if there were none} */
  public int newestFormat() {
    return newestFormat;
  }

  /**
   * Takes the next call.
   *
   * @param call the call
   * @return what is known about it
   */
  public Answer next(Call call) {
    skipMarkers(call);
    Position position = Position.of(next++);
    JournalEntry entry = recorded.remove(position); // it is not needed a second time
    if (entry == null) {
      return unread == 0 ? new Fresh(position) : new Diverged(new Divergence(position, null, call));
    }
    unread--;
    return entry.call().isSameAs(call)
        ? new Recorded(entry)
        : new Diverged(new Divergence(position, entry.call(), call));
  }

  /** {@return where the call was made that was taken last} */
  public Position last() {
    return Position.of(next - 1);
  }

  /**
   * Tells whether the journal goes on with another call than this one, so that the run began before
   * the flow was changed to make it. Takes nothing.
   *
   * @param marker a call named {@link #PATCHED}
   * @return true if there is an entry here, and not one of this call
   */
  public boolean goesOnWithout(Call marker) {
    skipMarkers(marker);
    JournalEntry entry = recorded.get(Position.of(next));
    return unread > 0 && (entry == null || !entry.call().isSameAs(marker));
  }

  /** Passes over markers of changes that the flow does not ask for any more. */
  private void skipMarkers(@Nullable Call call) {
    while (unread > 0) {
      JournalEntry entry = recorded.get(Position.of(next));
      boolean skipped =
          entry != null
              && entry.call().name().equals(PATCHED)
              && entry.result() instanceof JournalEntry.Returned
              && (call == null || !entry.call().isSameAs(call));
      if (!skipped) {
        return;
      }
      recorded.remove(Position.of(next));
      next++;
      unread--;
    }
  }

  /** Notes that a fresh call has an entry now. */
  public void grow() {
    size++;
  }

  /** Takes back {@link #grow}: the entry was not stored after all. */
  public void shrink() {
    size--;
  }

  /**
   * Takes the end of the flow.
   *
   * @return the finding if the journal has calls that the flow did not make
   */
  public Optional<Divergence> end() {
    skipMarkers(null);
    if (unread == 0) {
      return Optional.empty();
    }
    Position position = Position.of(next);
    return Optional.of(new Divergence(position, call(recorded.get(position)), null));
  }

  private static @Nullable Call call(@Nullable JournalEntry entry) {
    return entry == null ? null : entry.call();
  }

  /** {@return true while there are entries that the run has not come to} */
  public boolean isReplaying() {
    return unread > 0;
  }

  /** {@return the number of the next call, from 1} */
  public int position() {
    return next;
  }

  /** {@return how many entries it has} */
  public int size() {
    return size;
  }

  /**
   * Gives a step its key: its name, or {@code name_k} with the smallest free k from 2.
   *
   * @param name the name of the step
   * @return the key
   */
  public String key(String name) {
    if (keys.isEmpty()) {
      keys = new HashMap<>();
    }
    Integer used = keys.get(name);
    if (used == null) {
      keys.put(name, 1);
      return name;
    }
    int k = used + 1;
    while (keys.containsKey(name + "_" + k)) {
      k++;
    }
    keys.put(name, k);
    keys.put(name + "_" + k, 1);
    return name + "_" + k;
  }
}
