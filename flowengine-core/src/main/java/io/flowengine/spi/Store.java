package io.flowengine.spi;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.RecordRef;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * Where everything is: executions, journals, inboxes, records, cells, logs, and which execution is
 * due when. Nothing outside the store is the truth. All writes go through {@link #commit}; time is
 * always an argument.
 *
 * <p><b>Due.</b> An execution that nobody holds is due when its due time has come or when something
 * woke it: an inbox item, the end of what it waits for, a notified topic. A store never forgets a
 * wake-up: one that arrives while the execution is held makes it due again when the lease is given
 * back.
 *
 * <p><b>Leases.</b> A node holds one lease, which it renews; all executions it has claimed hang on
 * it. When the lease of a node has run out, its executions can be claimed by others. Every claim
 * raises the execution's epoch, and a commit with an older epoch writes nothing: a node that was
 * thought dead and comes back does no harm.
 *
 * <p>All methods may be called by any thread, may block, and throw {@link StoreException} if the
 * store cannot be reached; the engine then repeats the call. An implementation proves itself by
 * extending {@code StoreKit} of the testkit.
 */
public interface Store extends StoreQueries, AutoCloseable {
  /**
   * Told what other nodes did, as a hint: it may be lost, repeated, or late. Returns quickly and
   * does not call the store.
   */
  interface Listener {
    /**
     * Executions became due.
     *
     * @param executions executions that nobody holds
     */
    void due(List<ExecutionId> executions);

    /**
     * Executions that are held, by whatever node, got something into their inbox.
     *
     * @param executions the executions
     */
    void stirred(List<ExecutionId> executions);

    /**
     * An execution ended.
     *
     * @param execution the execution
     */
    void ended(ExecutionId execution);
  }

  /**
   * An execution and when it is due.
   *
   * @param execution the execution
   * @param dueAt when it is due
   */
  record Due(ExecutionId execution, Instant dueAt) {}

  /**
   * Applies a commit, wholly or not at all, and returns when it is durable.
   *
   * @param commit what to write
   * @param now the engine's time
   * @return what became of it
   */
  CommitResult commit(Commit commit, Instant now);

  /**
   * Gives a node the lease of executions that are due, or whose node has lost its lease: those of
   * high priority first, then those that have been due for longest. What the node holds already it
   * gets only if it asks for it {@linkplain Claim.Request#again() again}. A scheduled one becomes
   * running; a waiting one too, unless a pause is in its inbox; any other status stays.
   *
   * @param request who claims what
   * @return the claimed executions
   */
  List<Claim> claim(Claim.Request request);

  /**
   * Renews the lease of a node, or takes it for the first time.
   *
   * @param node the node; unique among all running engines
   * @param now the engine's time
   * @param until when the lease ends
   * @return executions that the node holds and that have something in their inbox
   */
  List<ExecutionId> renew(String node, Instant now, Instant until);

  /**
   * Lists what a node holds. A node that finds something it does not know of has lost the answer to
   * a claim; it may claim it {@linkplain Claim.Request#again() again}.
   *
   * @param node the node
   * @return the executions whose lease the node has, in no order
   */
  List<ExecutionId> held(String node);

  /**
   * Ends the lease of a node, so that what it holds can be claimed at once.
   *
   * @param node the node
   */
  void leave(String node);

  /**
   * Takes an execution away from the node that holds it, whether that node lives or not: it is due
   * at once, and what the node still commits under its lease is fenced. For operators; engines give
   * leases back with {@link Commit#release}.
   *
   * @param execution the execution
   * @param now the engine's time
   * @return false if nobody held it; then nothing is changed
   */
  boolean release(ExecutionId execution, Instant now);

  /**
   * Removes executions with everything that belongs to them, journal, log and dependencies, and
   * records, wholly or not at all. Executions that have not ended, and what does not exist, are
   * left out. What is removed is gone: nobody who asks for it later finds it.
   *
   * @param executions the executions
   * @param records the records, by id; not executions
   */
  void remove(Collection<ExecutionId> executions, Collection<RecordRef> records);

  /**
   * Lists what will be due.
   *
   * @param until those due at or before this instant
   * @param limit how many at most
   * @return the executions nobody holds, by due time
   */
  List<Due> due(Instant until, int limit);

  /**
   * Asks for hints about what other nodes commit. A store that has none to give does nothing; the
   * engine looks by itself every now and then.
   *
   * @param node the node that asks
   * @param listener who is told
   * @return ends the subscription
   */
  Runnable subscribe(String node, Listener listener);

  /**
   * Tells whether what the store keeps cannot be read by everybody who can read its database. The
   * engine hands over no literal secrets otherwise.
   *
   * @return true unless overridden
   */
  default boolean keepsSecrets() {
    return true;
  }

  /** Gives back what the store holds outside itself. Nothing is lost. Repeating it does nothing. */
  @Override
  void close();
}
