package io.flowengine.testkit.store;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.spi.Claim;
import io.flowengine.spi.InboxItem;
import io.flowengine.spi.Wait;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a store should know, in the simplest form. */
final class StoreModel {
  final Map<ExecutionId, Known> executions = new LinkedHashMap<>();
  final Map<String, Instant> leases = new TreeMap<>();
  final Map<Integer, Long> cells = new TreeMap<>();

  /** All about one execution. */
  static final class Known {
    ExecutionRecord record;
    @Nullable String holder;
    long epoch;
    int attempts;
    int journal;
    boolean woken;

    /** True if a store may or may not have noted a wake-up for a wait that was over before. */
    boolean maybeWoken;

    @Nullable Instant dueAt;
    Wait wait = Wait.NOTHING;
    final List<InboxItem> inbox = new ArrayList<>();

    Known(ExecutionRecord record) {
      this.record = record;
    }

    boolean ended() {
      return record.status().isEnded();
    }

    boolean hasNews() {
      return woken || !inbox.isEmpty();
    }

    void hold(String node) {
      holder = node;
      epoch++;
      attempts++;
      woken = false;
      maybeWoken = false;
      dueAt = null;
    }
  }

  Known get(ExecutionId id) {
    return requireNonNull(executions.get(id));
  }

  boolean isDead(String node, Instant now) {
    return requireNonNull(leases.get(node)).isBefore(now);
  }

  boolean canClaim(Known known, String node, Instant now) {
    String holder = known.holder;
    Instant dueAt = known.dueAt;
    return holder == null
        ? dueAt != null && !dueAt.isAfter(now)
        : !holder.equals(node) && isDead(holder, now);
  }

  void claim(Known known, String node, Instant now) {
    known.record = Claim.claimed(known.record, known.inbox, now);
    known.hold(node);
  }

  boolean isSettled(Wait wait) {
    int ended = 0;
    int failed = 0;
    for (ExecutionId id : wait.executions()) {
      ended += get(id).ended() ? 1 : 0;
      failed += get(id).record.status().isFailed() ? 1 : 0;
    }
    return !wait.executions().isEmpty()
        && wait.returnWhen().isSettled(wait.executions().size(), ended, failed);
  }

  /** Ends an execution; gives those that become due. */
  List<ExecutionId> end(Known known, ExecutionRecord ended, Instant now) {
    List<Known> before = waiting(known.record.id());
    known.record = ended;
    known.holder = null;
    known.dueAt = null;
    known.inbox.clear();
    known.woken = false;
    known.wait = Wait.NOTHING;
    List<ExecutionId> woken = new ArrayList<>();
    for (Known waiter : before) {
      if (isSettled(waiter.wait)) {
        wakeWaiting(waiter, now, woken);
      }
    }
    return woken;
  }

  private List<Known> waiting(ExecutionId id) {
    return executions.values().stream()
        .filter(known -> known.wait.executions().contains(id))
        .filter(known -> !isSettled(known.wait))
        .toList();
  }

  /** Those that nobody holds and whose wait names a topic, whether or not they are due already. */
  List<ExecutionId> waitingFor(String topic) {
    return executions.values().stream()
        .filter(known -> known.holder == null && known.wait.topics().contains(topic))
        .map(known -> known.record.id())
        .toList();
  }

  /** Notifies a topic; gives those that become due, without those that were woken before. */
  List<ExecutionId> notifyTopic(String topic, Instant now) {
    List<ExecutionId> woken = new ArrayList<>();
    for (Known known : executions.values()) {
      if (known.wait.topics().contains(topic)) {
        wakeWaiting(known, now, known.woken ? new ArrayList<>() : woken);
      }
    }
    return woken;
  }

  /** What is held does not wait any more, but a store may not have noticed. */
  private static void wakeWaiting(Known waiter, Instant now, List<ExecutionId> woken) {
    if (waiter.holder != null) {
      waiter.maybeWoken = true;
    } else {
      waiter.woken = true;
      waiter.dueAt = now;
      woken.add(waiter.record.id());
    }
  }

  /** Sends an item; gives the execution if it becomes due. */
  List<ExecutionId> send(Known known, InboxItem item, Instant now) {
    if (known.ended()) {
      return List.of();
    }
    boolean pause = known.inbox.stream().anyMatch(any -> any.kind() == InboxItem.Kind.PAUSE);
    if (known.holder == null) {
      ExecutionStatus before = known.record.status();
      known.record = item.arriveAt(known.record);
      known.dueAt = now;
      if (known.record.status() != before && item.kind() == InboxItem.Kind.START && !pause) {
        return List.of(known.record.id());
      }
    }
    known.inbox.add(item);
    known.woken = true;
    return known.holder == null ? List.of(known.record.id()) : List.of();
  }
}
