package io.flowengine.internal.record;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.Value;
import io.flowengine.internal.node.Part;
import io.flowengine.internal.node.Services;
import io.flowengine.spi.Cell;
import io.flowengine.spi.Commit;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The lock of a setting: who has it, and who waits for it, in the order they came. Immutable; each
 * method gives the queue as it is afterwards. It is kept in a cell, which is written by
 * compare-and-set in the commit that records what the execution sees of it.
 *
 * <p><b>Offered, then taken.</b> A release does not free the lock while somebody waits: it offers
 * the lock to the first, who takes it with the commit that ends his wait. In between nobody else
 * can get it, so the order holds.
 *
 * <p><b>Nobody waits behind the dead.</b> Whoever is cancelled or runs out of time leaves the queue
 * in the same commit. An execution that is ended by force cannot, for none of its code runs any
 * more. So each one that waits is registered for the end of its <em>predecessor</em>: the one
 * before it in the queue, or for the first one him to whom the lock is offered. It wakes when its
 * predecessor ends, and removes it. A holder that has taken the lock is nobody's predecessor: the
 * lock outlives its holder. Whose predecessor changes for another reason is woken by its topic, and
 * registers anew.
 *
 * <p>The cell of a free lock is kept, because a version that began again at 0 could be mistaken for
 * an older one.
 *
 * @param holder who has it; null if it is free
 * @param waiting who waits for it, first come, first served; empty if it is free
 */
public record LockQueue(@Nullable Holder holder, List<ExecutionId> waiting) {
  public static final String NAMESPACE = "lock";
  private static final String TOPIC = "lock/";

  /**
   * Who has a lock.
   *
   * @param execution the execution
   * @param taken false while it does not know of it yet
   * @param since when it was given to it
   */
  public record Holder(ExecutionId execution, boolean taken, Instant since) {}

  /** Copies the list. */
  public LockQueue {
    waiting = List.copyOf(waiting);
  }

  // ---------------------------------------------------------------- in the store

  /**
   * Reads a queue from its cell.
   *
   * @param cell the cell, which need not exist
   * @return the queue
   */
  public static LockQueue of(Cell cell) {
    if (cell.value().isNull()) {
      return new LockQueue(null, List.of());
    }
    Map<String, @Nullable Object> map = cell.value().toMap();
    Holder holder =
        map.get("holder") instanceof String id && map.get("since") instanceof OffsetDateTime since
            ? new Holder(
                ExecutionId.of(id), Boolean.TRUE.equals(map.get("taken")), since.toInstant())
            : null;
    List<ExecutionId> waiting = new ArrayList<>();
    if (map.get("waiting") instanceof List<?> ids) {
      ids.forEach(id -> waiting.add(ExecutionId.of(String.valueOf(id))));
    }
    return new LockQueue(holder, waiting);
  }

  /**
   * Reads the queue of a setting.
   *
   * @param services the engine
   * @param settingId the id of the setting
   * @return the queue at this moment
   */
  public static LockQueue read(Services services, String settingId) {
    return of(services.store().cell(NAMESPACE, settingId));
  }

  private Value toValue() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    if (holder != null) {
      map.put("holder", holder.execution.toString());
      map.put("taken", holder.taken);
      map.put("since", holder.since);
      map.put("waiting", waiting.stream().map(ExecutionId::toString).toList());
    }
    return Value.of(map);
  }

  /**
   * Adds what has become of a lock, whose cell was read before, to a commit, and wakes whom it
   * concerns.
   */
  public static void write(Commit commit, Cell before, LockQueue after) {
    commit.write(before.namespace(), before.key(), before.version(), after.toValue());
    after.concerned(of(before)).forEach(id -> commit.notify(topic(before.key(), id)));
  }

  /**
   * Frees a lock, or hands it to the first who waits and has not ended.
   *
   * @param services the engine
   * @param settingId the id of the setting
   * @return what to commit, computed anew after a conflict; empty if the lock is free
   */
  public static Optional<Part> releasing(Services services, String settingId) {
    return releasing(services, settingId, holder -> true);
  }

  /**
   * Frees a lock that a certain holder has, or hands it to the first who waits and has not ended.
   *
   * @param services the engine
   * @param settingId the id of the setting
   * @param from tells whether it is that holder
   * @return what to commit, computed anew after a conflict; empty if the lock is free, or somebody
   *     else has it
   */
  public static Optional<Part> releasing(
      Services services, String settingId, Predicate<Holder> from) {
    Cell cell = services.store().cell(NAMESPACE, settingId);
    LockQueue before = of(cell);
    if (before.holder == null || !from.test(before.holder)) {
      return Optional.empty();
    }
    Instant now = services.environment().instant();
    LockQueue next = before.released(now);
    ExecutionId offered = next.offeredTo();
    while (offered != null && hasEnded(services, offered)) {
      next = next.released(now);
      offered = next.offeredTo();
    }
    LockQueue after = next;
    return Optional.of(commit -> write(commit, cell, after));
  }

  public static boolean hasEnded(Services services, ExecutionId id) {
    List<ExecutionRecord> found = services.store().executions(List.of(id));
    return found.isEmpty() || found.getFirst().status().isEnded();
  }

  /** The topic that is notified when the place of an execution in a queue has changed. */
  public static String topic(String settingId, ExecutionId waiter) {
    return TOPIC + settingId + "/" + waiter;
  }

  /** The topic that is notified when a setting is deleted. */
  public static String deletion(String settingId) {
    return "setting/" + settingId;
  }

  /**
   * Finds the setting that a topic is about.
   *
   * @param topic a topic that an execution waits for
   * @return the id of the setting whose lock it waits for; null if it is about something else
   */
  public static @Nullable String setting(String topic) {
    return topic.startsWith(TOPIC) ? topic.substring(TOPIC.length(), topic.lastIndexOf('/')) : null;
  }

  // ---------------------------------------------------------------- who stands where

  /** {@return true if this execution has the lock and knows of it} */
  public boolean isTakenBy(ExecutionId id) {
    return holder != null && holder.taken && holder.execution.equals(id);
  }

  /** {@return true if this execution may take the lock} */
  public boolean isOpenTo(ExecutionId id) {
    return holder == null || (!holder.taken && holder.execution.equals(id));
  }

  public boolean isWaiting(ExecutionId id) {
    return waiting.contains(id);
  }

  /** The one to whom the lock is offered; null if it is taken or free. */
  @Nullable ExecutionId offeredTo() {
    return holder == null || holder.taken ? null : holder.execution;
  }

  /** The one before an execution that waits or is to wait; null if there is none but the holder. */
  public @Nullable ExecutionId predecessor(ExecutionId id) {
    int place = waiting.indexOf(id);
    int before = (place < 0 ? waiting.size() : place) - 1;
    return before < 0 ? offeredTo() : waiting.get(before);
  }

  /**
   * Who must look again: the one to whom the lock is offered now, and those who waited before and
   * have another predecessor now. A predecessor that has taken the lock is no loss.
   */
  private List<ExecutionId> concerned(LockQueue before) {
    List<ExecutionId> concerned = new ArrayList<>();
    ExecutionId offered = offeredTo();
    if (offered != null && !Objects.equals(offered, before.offeredTo())) {
      concerned.add(offered);
    }
    Map<ExecutionId, @Nullable ExecutionId> earlier = before.predecessors();
    predecessors()
        .forEach(
            (id, now) -> {
              ExecutionId was = earlier.get(id);
              if (was != null && !Objects.equals(was, now) && !isTakenBy(was)) {
                concerned.add(id);
              }
            });
    return concerned;
  }

  private Map<ExecutionId, @Nullable ExecutionId> predecessors() {
    Map<ExecutionId, @Nullable ExecutionId> all = new HashMap<>();
    ExecutionId before = offeredTo();
    for (ExecutionId id : waiting) {
      all.put(id, before);
      before = id;
    }
    return all;
  }

  // ---------------------------------------------------------------- what becomes of it

  /** It takes the lock, which is free or offered to it. */
  public LockQueue takenBy(ExecutionId id, Instant now) {
    return new LockQueue(new Holder(id, true, now), waiting);
  }

  /** It waits at the end of the queue. */
  public LockQueue joinedBy(ExecutionId id) {
    List<ExecutionId> more = new ArrayList<>(waiting);
    more.add(id);
    return new LockQueue(holder, more);
  }

  /** It waits no longer, and if the lock is offered to it, that passes on. */
  public LockQueue leftBy(ExecutionId id, Instant now) {
    if (Objects.equals(id, offeredTo())) {
      return released(now);
    }
    return new LockQueue(holder, waiting.stream().filter(waiter -> !waiter.equals(id)).toList());
  }

  /** Whoever has the lock has it no longer: it is offered to the first who waits. */
  LockQueue released(Instant now) {
    return waiting.isEmpty()
        ? new LockQueue(null, List.of())
        : new LockQueue(
            new Holder(waiting.getFirst(), false, now), waiting.subList(1, waiting.size()));
  }
}
