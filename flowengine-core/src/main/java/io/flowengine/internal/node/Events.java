package io.flowengine.internal.node;

import io.flowengine.event.EngineEvent;
import io.flowengine.event.WebhookRefused;
import io.flowengine.execution.ExecutionId;
import io.flowengine.spi.EngineListener;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells listeners what has become durable, in order per execution.
 *
 * <p>While a lease is held all events of an execution come from its holder, one after the other.
 * Order is in danger only when a commit gives the execution out of hand: another thread may claim
 * it, and have news, before this one has told its own. Such a commit takes a {@link Turn} before it
 * is made; whatever comes for that execution meanwhile queues up behind it.
 */
public final class Events {
  private static final Logger LOG = LoggerFactory.getLogger(Events.class);

  private final List<EngineListener> listeners;
  private final Map<ExecutionId, Deque<Turn>> queues = new HashMap<>();

  /**
   * Makes a stream.
   *
   * @param listeners who is told
   */
  public Events(List<EngineListener> listeners) {
    this.listeners = List.copyOf(listeners);
  }

  /** A place in the queue of one execution. */
  public final class Turn {
    private final ExecutionId execution;
    private @Nullable List<EngineEvent> events;
    private boolean telling;

    private Turn(ExecutionId execution) {
      this.execution = execution;
    }

    /**
     * Tells, as soon as it is this turn, and lets the next turn follow.
     *
     * @param told the events; empty if nothing came of it
     */
    public void tell(List<EngineEvent> told) {
      synchronized (queues) {
        events = told;
      }
      drain(execution);
    }
  }

  /** {@return true if nobody listens} */
  public boolean isSilent() {
    return listeners.isEmpty();
  }

  /**
   * Takes the next turn of an execution.
   *
   * @param execution the execution
   * @return the turn, which must be told in the end
   */
  public Turn turn(ExecutionId execution) {
    Turn turn = new Turn(execution);
    synchronized (queues) {
      queues.computeIfAbsent(execution, id -> new ArrayDeque<>()).add(turn);
    }
    return turn;
  }

  /**
   * Tells events of one execution, behind those whose turn was taken before.
   *
   * @param execution the execution
   * @param told the events
   */
  public void tell(ExecutionId execution, List<EngineEvent> told) {
    if (listeners.isEmpty() || told.isEmpty()) {
      return;
    }
    synchronized (queues) {
      Deque<Turn> queue = queues.get(execution);
      if (queue != null) {
        Turn turn = new Turn(execution);
        turn.events = told;
        queue.add(turn);
        return;
      }
    }
    deliver(told);
  }

  /**
   * Tells what is ripe at the head of a queue. A turn that is being told stays at the head, so
   * nobody else drains meanwhile.
   */
  private void drain(ExecutionId execution) {
    List<EngineEvent> ripe = next(execution, false);
    while (ripe != null) {
      deliver(ripe);
      ripe = next(execution, true);
    }
  }

  private @Nullable List<EngineEvent> next(ExecutionId execution, boolean headIsTold) {
    synchronized (queues) {
      Deque<Turn> queue = queues.get(execution);
      if (queue == null) {
        return null;
      }
      if (headIsTold) {
        queue.poll();
      }
      Turn head = queue.peek();
      if (head == null) {
        queues.remove(execution);
        return null;
      }
      if (head.events == null || head.telling) {
        return null;
      }
      head.telling = true;
      return head.events;
    }
  }

  /**
   * Tells that a request was refused.
   *
   * @param refused what was refused
   */
  public void tell(WebhookRefused refused) {
    for (EngineListener listener : listeners) {
      try {
        listener.refused(refused);
      } catch (RuntimeException e) {
        LOG.warn("a listener failed on {}; the reply is not affected", refused, e);
      }
    }
  }

  private void deliver(List<EngineEvent> events) {
    for (EngineEvent event : events) {
      for (EngineListener listener : listeners) {
        try {
          listener.on(event);
        } catch (RuntimeException e) {
          LOG.warn("a listener failed on {}; the execution is not affected", event, e);
        }
      }
    }
  }
}
