package io.flowengine.spi;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.ExecutionStatus;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An execution that a node has just taken the lease of.
 *
 * @param record the execution as it is with the lease taken: one that was scheduled or waiting is
 *     running now
 * @param before its status before the claim
 * @param epoch the epoch of the lease: one more than that of the lease before
 * @param journalLength how many journal entries it has
 * @param inbox what is in its inbox, oldest first
 * @param attempts how many claims in a row, this one included, were made since its holder last
 *     committed anything
 */
public record Claim(
    ExecutionRecord record,
    ExecutionStatus before,
    long epoch,
    int journalLength,
    List<InboxItem> inbox,
    int attempts) {
  /** Copies the list. */
  public Claim {
    requireNonNull(record, "record");
    requireNonNull(before, "before");
    inbox = List.copyOf(inbox);
  }

  /**
   * Who wants to claim what.
   *
   * @param node the node
   * @param now the engine's time
   * @param capabilities what the node can run, as {@link ExecutionRecord.Origin#requires} names it
   * @param limit how many executions at most
   * @param only the executions that come into question; empty for all
   * @param again whether what the node itself holds of {@code only} is claimed too
   */
  public record Request(
      String node,
      Instant now,
      Set<String> capabilities,
      int limit,
      List<ExecutionId> only,
      Again again) {

    /**
     * Tells how many attempts this claim makes of those before it, so that all stores do the same.
     *
     * @param before how many claims in a row were made without a commit of their holder
     * @param holder the node that holds the execution; null for none
     * @return the attempts to store and to give with the claim
     */
    public int attempts(int before, @Nullable String holder) {
      boolean unheard = again == Again.UNHEARD && node.equals(holder);
      return unheard ? before : before + 1;
    }
  }

  /** Whether a node claims also what it holds itself. */
  public enum Again {
    /** It does not. */
    NO,

    /**
     * It does, because the answer to its earlier claim was lost. Nothing was run by that one, so
     * the two count as one attempt.
     */
    UNHEARD,

    /** It does, because the execution is to be run anew. That is one more attempt. */
    ANEW
  }

  /**
   * Tells what a claim does to the status of an execution, so that all stores do the same: a
   * scheduled or waiting one runs, unless it is about to be paused, or to be cancelled before it
   * ever ran, or was only woken by its inbox before the time it is scheduled for.
   *
   * @param record the execution before the claim
   * @param inbox its inbox
   * @param now the engine's time
   * @return the execution after the claim
   */
  public static ExecutionRecord claimed(
      ExecutionRecord record, List<InboxItem> inbox, Instant now) {
    boolean idle =
        record.status() == ExecutionStatus.SCHEDULED || record.status() == ExecutionStatus.WAITING;
    boolean pause = false;
    boolean cancel = false;
    for (InboxItem item : inbox) {
      cancel |= item.isCancel();
      pause = item.kind() == InboxItem.Kind.PAUSE || (pause && item.kind() != InboxItem.Kind.START);
    }
    boolean neverRan = record.state().startedAt() == null;
    if (!idle || (pause && !cancel) || (cancel && neverRan) || record.isBeforeItsTime(now)) {
      return record;
    }
    return record.with(record.state().running(now));
  }
}
