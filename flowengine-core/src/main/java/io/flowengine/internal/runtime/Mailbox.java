package io.flowengine.internal.runtime;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import io.flowengine.execution.ResourceNotFoundException;
import io.flowengine.execution.StatusReason;
import io.flowengine.execution.Value;
import io.flowengine.internal.node.Part;
import io.flowengine.internal.node.Services;
import io.flowengine.spi.Cell;
import io.flowengine.spi.Commit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The signals that were sent to an execution and that it has not received. Immutable; each method
 * gives the mailbox as it is afterwards. It is kept in a cell, which is written by compare-and-set:
 * by who sends, by who receives, and by an execution that {@linkplain Continuation continues} as
 * another one and hands its mailbox over. So a signal is in exactly one mailbox, in the order of
 * the commits that sent it, and none is lost in between.
 *
 * <p>The whole mailbox is written with each signal. It is meant for the few that wait at a time.
 *
 * @param pending the signals, oldest first
 * @param received the ids of the signals that were received last, each with the name
 * @param successor the execution as which this one goes on; null if it does not
 */
public record Mailbox(
    List<Signal> pending, List<List<String>> received, @Nullable ExecutionId successor) {
  static final String NAMESPACE = "mailbox";
  private static final int REMEMBERED = 1000;
  private static final Mailbox EMPTY = new Mailbox(List.of(), List.of(), null);

  /**
   * A value that was sent.
   *
   * @param name what it is for
   * @param id what tells it from repetitions of itself; null if nothing does
   * @param value the value
   */
  public record Signal(String name, @Nullable String id, Value value) {
    private boolean repeats(Signal other) {
      return id != null && id.equals(other.id) && name.equals(other.name);
    }
  }

  /** Copies the lists. */
  public Mailbox {
    pending = List.copyOf(pending);
    received = List.copyOf(received);
  }

  // ---------------------------------------------------------------- in the store

  static Mailbox of(Cell cell) {
    if (cell.value().isNull()) {
      return EMPTY;
    }
    Map<String, @Nullable Object> map = cell.value().toMap();
    List<Signal> pending = new ArrayList<>();
    for (Object each : list(map.get("pending"))) {
      List<?> parts = list(each);
      pending.add(
          new Signal(String.valueOf(parts.get(0)), (String) parts.get(1), Value.of(parts.get(2))));
    }
    List<List<String>> received = new ArrayList<>();
    for (Object each : list(map.get("received"))) {
      received.add(list(each).stream().map(String::valueOf).toList());
    }
    String successor = (String) map.get("successor");
    return new Mailbox(pending, received, successor == null ? null : ExecutionId.of(successor));
  }

  private static List<?> list(@Nullable Object value) {
    return value instanceof List<?> list ? list : List.of();
  }

  Value toValue() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    List<Object> signals = new ArrayList<>();
    for (Signal signal : pending) {
      List<@Nullable Object> parts = new ArrayList<>();
      parts.add(signal.name);
      parts.add(signal.id);
      parts.add(signal.value);
      signals.add(parts);
    }
    map.put("pending", signals);
    map.put("received", received);
    map.put("successor", successor == null ? null : successor.toString());
    return Value.of(map);
  }

  static Cell cell(Services services, ExecutionId owner) {
    return services.store().cell(NAMESPACE, owner.toString());
  }

  static void write(Commit commit, Cell before, Mailbox after) {
    commit.write(before.namespace(), before.key(), before.version(), after.toValue());
  }

  /** The topic that is notified when something is sent to an execution. */
  static String topic(ExecutionId owner) {
    return "mailbox/" + owner;
  }

  /**
   * Finds the execution as which another one went on when it ended.
   *
   * @param services the engine
   * @param record the execution that ended
   * @return the id of its successor; empty if it has none
   */
  public static Optional<ExecutionId> successor(Services services, ExecutionRecord record) {
    return record.state().reason() == StatusReason.CONTINUED
        ? Optional.ofNullable(of(cell(services, record.id())).successor)
        : Optional.empty();
  }

  /**
   * Follows an execution that has ended by going on as another one.
   *
   * @param services the engine
   * @param record the execution
   * @return the execution as which it goes on now; itself if it does not, and the last one that is
   *     still there if its successor has been removed since
   */
  public static ExecutionRecord current(Services services, ExecutionRecord record) {
    ExecutionRecord now = record;
    Optional<ExecutionId> next = successor(services, now);
    while (next.isPresent()) {
      List<ExecutionRecord> found = services.store().executions(List.of(next.get()));
      if (found.isEmpty()) {
        return now;
      }
      now = found.getFirst();
      next = successor(services, now);
    }
    return now;
  }

  /**
   * Sends a signal.
   *
   * @param services the engine
   * @param target the execution it is for; one that goes on as another one passes it on
   * @param signal the signal
   * @return what to commit, computed anew after a conflict; empty if it was sent before
   * @throws ResourceNotFoundException if there is no such execution
   * @throws InvalidInputException if it has ended
   */
  public static Optional<Part> sending(Services services, ExecutionId target, Signal signal) {
    ExecutionId owner = target;
    Cell cell = cell(services, owner);
    Mailbox mailbox = of(cell);
    while (mailbox.successor != null) {
      owner = mailbox.successor;
      cell = cell(services, owner);
      mailbox = of(cell);
    }
    List<ExecutionRecord> found = services.store().executions(List.of(owner));
    if (found.isEmpty()) {
      throw new ResourceNotFoundException(RecordRef.of(RecordType.EXECUTION, owner.toString()));
    }
    Mailbox after = mailbox.with(signal);
    if (after.equals(mailbox)) {
      return Optional.empty();
    }
    if (found.getFirst().state().reason() == StatusReason.CONTINUED) {
      return sending(services, owner, signal); // it went on since its mailbox was read
    }
    if (found.getFirst().status().isEnded()) {
      throw new InvalidInputException(
          "execution "
              + owner
              + " has ended with "
              + found.getFirst().status()
              + "; nobody would receive signal '"
              + signal.name
              + "'");
    }
    Cell before = cell;
    String topic = topic(owner);
    return Optional.of(
        commit -> {
          write(commit, before, after);
          commit.notify(topic);
        });
  }

  // ---------------------------------------------------------------- what becomes of it

  private Mailbox with(Signal signal) {
    boolean known =
        pending.stream().anyMatch(signal::repeats)
            || (signal.id != null && received.contains(List.of(signal.name, signal.id)));
    if (known) {
      return this;
    }
    List<Signal> more = new ArrayList<>(pending);
    more.add(signal);
    return new Mailbox(more, received, successor);
  }

  /** The oldest signal of a name; empty if there is none. */
  Optional<Signal> first(String name) {
    return pending.stream().filter(signal -> signal.name.equals(name)).findFirst();
  }

  /** The oldest signal of its name has been received. */
  Mailbox without(Signal signal) {
    List<Signal> rest = new ArrayList<>(pending);
    rest.remove(signal);
    if (signal.id == null) {
      return new Mailbox(rest, received, successor);
    }
    List<List<String>> known = new ArrayList<>(received);
    known.add(List.of(signal.name, signal.id));
    return new Mailbox(
        rest, known.subList(Math.max(0, known.size() - REMEMBERED), known.size()), successor);
  }

  /** It hands everything over to the execution as which its owner goes on. */
  Mailbox handedTo(ExecutionId next) {
    return new Mailbox(List.of(), List.of(), next);
  }

  boolean isEmpty() {
    return equals(EMPTY);
  }
}
