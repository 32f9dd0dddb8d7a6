package io.flowengine.internal.runtime;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.RecordRef;
import io.flowengine.execution.ReturnWhen;
import io.flowengine.execution.Value;
import io.flowengine.internal.node.Part;
import io.flowengine.internal.record.LockQueue;
import io.flowengine.spi.AccessRequest.Access;
import io.flowengine.spi.Cell;
import io.flowengine.spi.Commit;
import io.flowengine.spi.StoredRecord;
import io.flowengine.spi.Wait;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A wait for the lock of a setting; see {@link LockQueue}. What is recorded is the id of the
 * setting, in the commit that takes the lock.
 */
final class LockWait implements Awaiting {
  private final FlowRun run;
  private final RecordRef ref;
  private final @Nullable Duration timeout;
  private @Nullable StoredRecord setting;
  private @Nullable Cell cell;
  private LockQueue queue = new LockQueue(null, List.of());
  private @Nullable Part settling;
  private boolean permitted;

  LockWait(FlowRun run, RecordRef ref, @Nullable Duration timeout) {
    this.run = run;
    this.ref = ref;
    this.timeout = timeout;
  }

  @Override
  public @Nullable Instant deadline(Instant createdAt) {
    return timeout == null ? null : createdAt.plus(timeout);
  }

  @Override
  public Optional<Value> look() {
    settling = null;
    if (!permitted) {
      Permission.require(run, Access.LOCK, ref);
      permitted = true;
    }
    StoredRecord found = LockOperations.require(run, ref);
    Cell current = run.services().store().cell(LockQueue.NAMESPACE, found.id());
    setting = found;
    cell = current;
    queue = withoutDead(LockQueue.of(current));
    Value answer = Value.of(found.id());
    if (queue.isTakenBy(run.id())) {
      return Optional.of(answer);
    }
    if (!queue.isOpenTo(run.id())) {
      return Optional.empty();
    }
    LockQueue taken = queue.takenBy(run.id(), run.instant());
    settling = commit -> LockQueue.write(commit, current, taken);
    return Optional.of(answer);
  }

  /** Removes those directly before this execution that were ended by force. */
  private LockQueue withoutDead(LockQueue found) {
    LockQueue now = found;
    ExecutionId before = now.predecessor(run.id());
    while (before != null
        && !before.equals(run.id())
        && LockQueue.hasEnded(run.services(), before)) {
      now = now.leftBy(before, run.instant());
      before = now.predecessor(run.id());
    }
    return now;
  }

  @Override
  public Optional<Part> settling() {
    return Optional.ofNullable(settling);
  }

  @Override
  public Wait wakes() {
    String id = requireNonNull(setting).id();
    ExecutionId before = queue.predecessor(run.id());
    return new Wait(
        before == null ? List.of() : List.of(before),
        ReturnWhen.ALL_ENDED,
        List.of(LockQueue.topic(id, run.id()), LockQueue.deletion(id)));
  }

  @Override
  public void register(Commit commit) {
    Cell known = requireNonNull(cell);
    LockQueue next = queue.isWaiting(run.id()) ? queue : queue.joinedBy(run.id());
    if (next.equals(LockQueue.of(known))) {
      commit.check(known);
    } else {
      LockQueue.write(commit, known, next);
    }
    commit.check(requireNonNull(setting));
  }

  @Override
  public Value expired() {
    settling = leaving(requireNonNull(cell)).orElse(null);
    return Value.of(Map.of("timed_out", true));
  }

  @Override
  public Optional<Part> leaving() {
    return LockOperations.find(run, ref)
        .map(found -> run.services().store().cell(LockQueue.NAMESPACE, found.id()))
        .flatMap(this::leaving);
  }

  private Optional<Part> leaving(Cell current) {
    LockQueue before = LockQueue.of(current);
    LockQueue after = before.leftBy(run.id(), run.instant());
    return after.equals(before)
        ? Optional.empty()
        : Optional.of(commit -> LockQueue.write(commit, current, after));
  }
}
