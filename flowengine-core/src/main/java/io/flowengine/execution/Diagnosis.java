package io.flowengine.execution;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why an execution is not running, or who runs it, at one moment. {@link #toText()} says it in one
 * line; the kinds hold the parts.
 */
public sealed interface Diagnosis {
  /** {@return the execution} */
  ExecutionRecord execution();

  /** {@return since when; null if the store does not know} */
  @Nullable Instant since();

  /** {@return one line for people, with what to do if there is something to do} */
  String toText();

  /**
   * It has ended.
   *
   * @param execution the execution
   * @param since when it ended
   */
  record Ended(ExecutionRecord execution, @Nullable Instant since) implements Diagnosis {
    /** Checks presence. */
    public Ended {
      requireNonNull(execution, "execution");
    }

    @Override
    public String toText() {
      return "ended with " + execution.status() + described(since);
    }
  }

  /**
   * It was created, and nobody has started it.
   *
   * @param execution the execution
   * @param since when it was created
   */
  record NotStarted(ExecutionRecord execution, @Nullable Instant since) implements Diagnosis {
    /** Checks presence. */
    public NotStarted {
      requireNonNull(execution, "execution");
    }

    @Override
    public String toText() {
      return "was created" + described(since) + " and is not started; start it";
    }
  }

  /**
   * It is to start later.
   *
   * @param execution the execution
   * @param since when it was created
   * @param startsAt when it starts
   */
  record Scheduled(ExecutionRecord execution, @Nullable Instant since, Instant startsAt)
      implements Diagnosis {
    /** Checks presence. */
    public Scheduled {
      requireNonNull(execution, "execution");
      requireNonNull(startsAt, "startsAt");
    }

    @Override
    public String toText() {
      return "starts at " + startsAt;
    }
  }

  /**
   * It is due, this engine can run it, and no worker has taken it yet.
   *
   * @param execution the execution
   * @param since since when it is due
   */
  record Queued(ExecutionRecord execution, @Nullable Instant since) implements Diagnosis {
    /** Checks presence. */
    public Queued {
      requireNonNull(execution, "execution");
    }

    @Override
    public String toText() {
      return "is due"
          + described(since)
          + " and waits for a free worker; if it does for long, allow more"
          + " running executions or add a node";
    }
  }

  /**
   * It is due, no node has taken it, and this engine cannot run it: {@code NO_NODE}.
   *
   * @param execution the execution
   * @param since since when it is due
   * @param requires what a node must be able to run, for example {@code python} or {@code
   *     java:1:import-orders}
   */
  record NoNode(ExecutionRecord execution, @Nullable Instant since, String requires)
      implements Diagnosis {
    private static final String RECURRENCE = "schedule:recurrence:";

    /** Checks presence. */
    public NoNode {
      requireNonNull(execution, "execution");
      requireNonNull(requires, "requires");
    }

    @Override
    public String toText() {
      return "NO_NODE: is due"
          + described(since)
          + ", no node has taken it, and this one lacks "
          + lacking();
    }

    private String lacking() {
      ExecutionRecord.Origin origin = execution.origin();
      if (requires.startsWith(RECURRENCE)) {
        String kind = requires.substring(RECURRENCE.length());
        return "the recurrence '"
            + kind
            + "'; open an engine that adds it with recurrence(\""
            + kind
            + "\", ...)";
      }
      return origin.scriptHash() == null
          ? "version "
              + origin.version()
              + " of the Java flow '"
              + origin.flowName()
              + "'; open an engine that adds it with flow(\""
              + origin.flowName()
              + "\", "
              + origin.version()
              + ", ...)"
          : "the language '" + requires + "'; open an engine that adds it with language(...)";
    }
  }

  /**
   * A node runs it.
   *
   * @param execution the execution
   * @param since when its last call was recorded, or it was started
   * @param holder the node
   * @param leaseUntil when the lease of that node runs out unless it is renewed
   */
  record Running(
      ExecutionRecord execution, @Nullable Instant since, String holder, Instant leaseUntil)
      implements Diagnosis {
    /** Checks presence. */
    public Running {
      requireNonNull(execution, "execution");
      requireNonNull(holder, "holder");
      requireNonNull(leaseUntil, "leaseUntil");
    }

    @Override
    public String toText() {
      return "is run by node "
          + holder
          + ", whose lease lasts until "
          + leaseUntil
          + (since == null ? "" : "; it has recorded nothing since " + since);
    }
  }

  /**
   * The node that has it does not renew its lease any more, and none has taken it over.
   *
   * @param execution the execution
   * @param since when the lease ran out
   * @param holder the node
   */
  record Abandoned(ExecutionRecord execution, @Nullable Instant since, String holder)
      implements Diagnosis {
    /** Checks presence. */
    public Abandoned {
      requireNonNull(execution, "execution");
      requireNonNull(holder, "holder");
    }

    @Override
    public String toText() {
      return "is held by node "
          + holder
          + ", whose lease ran out"
          + described(since)
          + "; a node that has "
          + execution.origin().requires()
          + " takes it over";
    }
  }

  /**
   * It waits.
   *
   * @param execution the execution
   * @param since when it began to wait
   * @param call the call that waits, for example {@code wait_for} or {@code sleep}
   * @param executions the executions it waits for that have not ended
   * @param messages the ids of the messages it waits for an answer to
   * @param lock the name of the setting whose lock it waits for, which the one of {@code
   *     executions} has; null if it waits for none
   * @param until when it goes on even if nothing happens; null for never
   */
  record Waiting(
      ExecutionRecord execution,
      @Nullable Instant since,
      String call,
      List<ExecutionId> executions,
      List<String> messages,
      @Nullable String lock,
      @Nullable Instant until)
      implements Diagnosis {
    /** Copies the lists. */
    public Waiting {
      requireNonNull(execution, "execution");
      requireNonNull(call, "call");
      executions = List.copyOf(executions);
      messages = List.copyOf(messages);
    }

    @Override
    public String toText() {
      List<String> targets = new ArrayList<>();
      String had = lock == null ? "" : "the lock of setting '" + lock + "', held by ";
      executions.forEach(id -> targets.add(had + "execution " + id));
      messages.forEach(id -> targets.add("the answer to message " + id));
      if (until != null) {
        targets.add((targets.isEmpty() ? "" : "at most until ") + until);
      }
      return "waits in " + call + described(since) + " for " + String.join(", ", targets);
    }
  }

  /**
   * It is paused.
   *
   * @param execution the execution
   * @param since null: the store does not keep it
   * @param reason why
   * @param message what was found, for {@link StatusReason#REPLAY_MISMATCH} and {@link
   *     StatusReason#CRASH_LOOP}; null if there is nothing to say
   */
  record Paused(
      ExecutionRecord execution,
      @Nullable Instant since,
      @Nullable StatusReason reason,
      @Nullable String message)
      implements Diagnosis {
    /** Checks presence. */
    public Paused {
      requireNonNull(execution, "execution");
    }

    @Override
    public String toText() {
      boolean broken = reason != null && reason.needsMending();
      return "is paused"
          + (reason == null ? "" : ", " + reason)
          + (broken && message != null ? ": " + message : "; resume it");
    }
  }

  private static String described(@Nullable Instant since) {
    return since == null ? "" : " since " + since;
  }

  /**
   * Tells whether the execution will hardly go on by itself: no node can run it, nobody has taken
   * it for longer than a time, or it is paused because it cannot be replayed or does not survive
   * being run.
   *
   * @param now the engine's time
   * @param patience how long something may be due without being taken
   * @return true if somebody should look at it
   */
  default boolean isStuck(Instant now, Duration patience) {
    Instant since = since();
    return switch (this) {
      case Queued queued -> since != null && !since.plus(patience).isAfter(now);
      case NoNode none -> since != null && !since.plus(patience).isAfter(now);
      case Abandoned abandoned -> since != null && !since.plus(patience).isAfter(now);
      case Paused paused -> paused.reason() != null && paused.reason().needsMending();
      case Ended ended -> false;
      case NotStarted created -> false;
      case Scheduled scheduled -> false;
      case Running running -> false;
      case Waiting waiting -> false;
    };
  }
}
