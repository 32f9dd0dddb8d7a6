package io.flowengine.internal.runtime;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.Failure;
import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import io.flowengine.execution.ResourceNotFoundException;
import io.flowengine.execution.ReturnWhen;
import io.flowengine.execution.StatusReason;
import io.flowengine.execution.Value;
import io.flowengine.internal.argument.Arguments;
import io.flowengine.internal.argument.Errors;
import io.flowengine.spi.Commit;
import io.flowengine.spi.InboxItem;
import io.flowengine.spi.Wait;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A wait for executions. What is recorded is which of them had ended, and how, in the order of the
 * commits that ended them; everything else, the winner and the error included, follows from that,
 * live and on replay.
 */
final class DependencyWait implements Awaiting {
  private static final String TIMEOUT = "DependencyTimeoutError";

  private final FlowRun run;
  private final List<ExecutionId> arguments;
  private final List<ExecutionId> targets;
  private final ReturnWhen returnWhen;
  private final @Nullable Duration timeout;
  private final boolean creating;
  private final @Nullable Total total;
  private final Map<ExecutionId, ExecutionId> successors = new HashMap<>(0);
  private List<ExecutionId> current;
  private Set<ExecutionId> unstarted = Set.of();
  private boolean begun;

  /**
   * The time of a whole call, attempts and delays included.
   *
   * @param until when it is over
   * @param time how long it was
   * @param sparesOthers true if the call may have found an execution that is not its own, which is
   *     not to be cancelled with it
   */
  record Total(Instant until, Duration time, boolean sparesOthers) {}

  private DependencyWait(
      FlowRun run,
      List<ExecutionId> arguments,
      ReturnWhen returnWhen,
      @Nullable Duration timeout,
      boolean creating,
      @Nullable Total total) {
    this.run = run;
    this.arguments = arguments;
    this.targets = List.copyOf(new LinkedHashSet<>(arguments));
    this.returnWhen = returnWhen;
    this.timeout = timeout;
    this.creating = creating;
    this.total = total;
    this.current = targets;
  }

  /** A wait for executions that exist. */
  static DependencyWait of(
      FlowRun run, List<ExecutionId> arguments, ReturnWhen returnWhen, @Nullable Duration timeout) {
    return new DependencyWait(run, arguments, returnWhen, timeout, false, null);
  }

  /**
   * A wait for a child by the call that creates it; the timeout is the child's own and begins with
   * its start.
   */
  static DependencyWait created(
      FlowRun run, ExecutionId child, ReturnWhen returnWhen, @Nullable Duration timeout) {
    return new DependencyWait(run, List.of(child), returnWhen, timeout, true, null);
  }

  /** Like {@link #created}, but the child is cancelled when the time of the whole call is over. */
  static DependencyWait within(
      FlowRun run,
      ExecutionId child,
      ReturnWhen returnWhen,
      @Nullable Duration timeout,
      Total total) {
    return new DependencyWait(run, List.of(child), returnWhen, timeout, true, total);
  }

  @Override
  public Wait wakes() {
    return new Wait(current, returnWhen, List.of());
  }

  @Override
  public @Nullable Instant deadline(Instant createdAt) {
    if (total != null) {
      return total.until;
    }
    return timeout == null || creating ? null : createdAt.plus(timeout);
  }

  @Override
  public Optional<Value> look() {
    List<ExecutionRecord> found = run.services().store().executions(targets);
    if (found.size() < targets.size()) {
      return missing(found);
    }
    List<ExecutionRecord> records = current(found);
    if (creating && isTimedOut(records.getFirst())) {
      return Optional.of(recorded(records, true));
    }
    if (!begun) {
      unstarted = unstarted(records);
    }
    int ended = 0;
    int failed = 0;
    for (ExecutionRecord record : records) {
      ended += record.status().isEnded() ? 1 : 0;
      failed += record.status().isFailed() ? 1 : 0;
    }
    if (!returnWhen.isSettled(records.size(), ended, failed)) {
      return Optional.empty();
    }
    beginAtOnce();
    return Optional.of(recorded(records, false));
  }

  /** Each target, or the execution as which it went on. */
  private List<ExecutionRecord> current(List<ExecutionRecord> found) {
    boolean continued =
        found.stream().anyMatch(record -> record.state().reason() == StatusReason.CONTINUED);
    if (!continued) {
      return found;
    }
    Map<ExecutionId, ExecutionRecord> last = new LinkedHashMap<>();
    for (ExecutionRecord record : found) {
      ExecutionRecord now = Mailbox.current(run.services(), record);
      last.put(now.id(), now);
      successors.put(record.id(), now.id());
    }
    current = List.copyOf(last.keySet());
    return List.copyOf(last.values());
  }

  /** A wait that is over before it was registered depends and starts all the same. */
  private void beginAtOnce() {
    if (!begun) {
      run.ride(this::begin);
    }
  }

  /** A child that is still cleaning up does not show the reason any more, but its time is over. */
  private boolean isTimedOut(ExecutionRecord child) {
    Instant deadline = child.deadline();
    boolean over = deadline != null && !deadline.isAfter(run.instant());
    return child.state().reason() == StatusReason.TIMEOUT || (over && !child.status().isEnded());
  }

  /**
   * A child whose creation rides on the commit of this wait cannot be seen yet; anything else that
   * is missing does not exist.
   */
  private Optional<Value> missing(List<ExecutionRecord> records) {
    if (creating && !begun) {
      return Optional.empty();
    }
    Set<ExecutionId> absent = new LinkedHashSet<>(targets);
    records.forEach(record -> absent.remove(record.id()));
    throw new ResourceNotFoundException(
        RecordRef.of(RecordType.EXECUTION, absent.iterator().next().toString()));
  }

  private Set<ExecutionId> unstarted(List<ExecutionRecord> records) {
    Set<ExecutionId> ids = new LinkedHashSet<>();
    for (ExecutionRecord record : records) {
      if (record.state().reason() == StatusReason.NOT_STARTED
          && Objects.equals(run.id(), record.parent())) {
        ids.add(record.id());
      }
    }
    return ids;
  }

  @Override
  public void begin(Commit commit) {
    targets.forEach(commit::dependency);
    for (ExecutionId id : unstarted) {
      ControlOperations.send(run, id, InboxItem.Kind.START, Map.of()).addTo(commit);
    }
  }

  @Override
  public void begun() {
    begun = true;
  }

  @Override
  public Value expired() {
    beginAtOnce();
    List<ExecutionRecord> records = current(run.services().store().executions(targets));
    if (total == null) {
      return recorded(records, true);
    }
    if (!total.sparesOthers || Objects.equals(run.id(), records.getFirst().parent())) {
      String message = "timeout after " + Arguments.inSeconds(total.time) + " s";
      run.ride(
          ControlOperations.send(
              run, current.getFirst(), InboxItem.Kind.CANCEL, Map.of("message", message)));
    }
    Map<String, @Nullable Object> recorded = recorded(records, true).toMap();
    recorded.put("scope", "total");
    return Value.of(recorded);
  }

  /** A target that went on as another execution is named behind that. */
  private Value recorded(List<ExecutionRecord> records, boolean timedOut) {
    List<Object> ended =
        records.stream()
            .filter(record -> record.status().isEnded())
            .sorted(
                Comparator.comparingLong(record -> requireNonNull(record.state().end()).order()))
            .<Object>map(record -> List.of(record.id().toString(), record.status().name()))
            .toList();
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("ended", ended);
    if (timedOut) {
      map.put("timed_out", true);
    }
    Map<String, Object> followed = new LinkedHashMap<>();
    successors.forEach(
        (from, to) -> {
          if (!from.equals(to)) {
            followed.put(from.toString(), to.toString());
          }
        });
    if (!followed.isEmpty()) {
      map.put("successors", followed);
    }
    return Value.of(map);
  }

  /**
   * What the wait comes to: the ended executions as pairs of id and status, in the order of the
   * arguments, or the one that decided it.
   *
   * @throws Errors.CallFailed if it timed out, or one failed that must not
   */
  Value verdict(Value recorded) {
    Map<String, @Nullable Object> map = recorded.toMap();
    Map<ExecutionId, String> ended = new LinkedHashMap<>();
    if (map.get("ended") instanceof List<?> pairs) {
      for (Object pair : pairs) {
        List<?> each = (List<?>) requireNonNull(pair);
        ended.put(ExecutionId.of(String.valueOf(each.get(0))), String.valueOf(each.get(1)));
      }
    }
    if (map.containsKey("scope")) {
      throw Errors.failed(
          TIMEOUT,
          describeTimeout("total timeout", requireNonNull(total).time),
          Map.of("scope", "total"));
    }
    if (map.containsKey("timed_out")) {
      throw Errors.failed(TIMEOUT, describeTimeout("timeout", timeout));
    }
    List<ExecutionId> last = last(map);
    List<ExecutionId> failed =
        last.stream().distinct().filter(id -> isFailed(ended.get(id))).toList();
    boolean none = ended.size() == failed.size();
    boolean raises =
        (returnWhen == ReturnWhen.ALL_SUCCEEDED && !failed.isEmpty())
            || (returnWhen == ReturnWhen.FIRST_SUCCEEDED && none);
    if (raises) {
      throw dependencyFailed(failed);
    }
    List<ExecutionId> chosen =
        switch (returnWhen) {
          case ALL_SUCCEEDED, ALL_ENDED -> last;
          case FIRST_ENDED -> ended.keySet().stream().limit(1).toList();
          case FIRST_SUCCEEDED ->
              ended.keySet().stream().filter(id -> !isFailed(ended.get(id))).limit(1).toList();
        };
    List<Object> pairs = new ArrayList<>();
    for (ExecutionId id : chosen) {
      pairs.add(List.of(id.toString(), requireNonNull(ended.get(id))));
    }
    return Value.of(pairs);
  }

  /** The arguments, or the executions as which they had gone on when the wait was over. */
  private List<ExecutionId> last(Map<String, @Nullable Object> recorded) {
    if (!(recorded.get("successors") instanceof Map<?, ?> followed)) {
      return arguments;
    }
    List<ExecutionId> last = new ArrayList<>();
    for (ExecutionId id : arguments) {
      Object next = followed.get(id.toString());
      last.add(next == null ? id : ExecutionId.of(String.valueOf(next)));
    }
    return last;
  }

  private static boolean isFailed(@Nullable String status) {
    return status != null && ExecutionStatus.valueOf(status).isFailed();
  }

  private String describeTimeout(String limit, @Nullable Duration time) {
    if (time == null) {
      return "child execution " + targets.getFirst() + " did not end within its longest run time";
    }
    return creating
        ? "child execution "
            + targets.getFirst()
            + " did not end within its "
            + limit
            + " of "
            + Arguments.inSeconds(time)
            + " s"
        : "waiting for "
            + targets.size()
            + " execution(s) took longer than "
            + Arguments.inSeconds(time)
            + " s";
  }

  /**
   * How the one child of a creating call failed, if another attempt may follow: by an error of its
   * own or because its time was over. Empty if it succeeded or was cancelled, or if the time of the
   * whole call is over.
   */
  Optional<Failure> failure(Value recorded) {
    Map<String, @Nullable Object> map = recorded.toMap();
    ExecutionRecord child = run.services().store().executions(last(map)).getFirst();
    if (map.containsKey("scope")) {
      return Optional.empty();
    }
    if (map.containsKey("timed_out")) {
      Instant at = requireNonNullElse(child.deadline(), child.origin().createdAt());
      return Optional.of(
          new Failure(
              TIMEOUT, describeTimeout("timeout", timeout), "", List.of(), child.id(), at, null));
    }
    return Optional.ofNullable(child.state().failure());
  }

  private Errors.CallFailed dependencyFailed(List<ExecutionId> failed) {
    ExecutionRecord first =
        run.services().store().executions(List.of(failed.getFirst())).getFirst();
    String said = first.state().message();
    Map<String, @Nullable Object> data = new HashMap<>();
    data.put("execution", first.id().toString());
    data.put("executions", failed.stream().map(ExecutionId::toString).toList());
    data.put("failure", first.state().failure());
    return Errors.failed(
        "DependencyFailedError",
        "execution '"
            + first.name()
            + "' ("
            + first.id()
            + ") ended with "
            + first.status()
            + (said == null ? "" : ": " + said),
        data);
  }
}
