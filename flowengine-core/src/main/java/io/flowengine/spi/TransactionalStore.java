package io.flowengine.spi;

import java.sql.Connection;
import java.time.Instant;

/**
 * A store in a relational database that takes part in transactions of the host, so that rows of the
 * business and what the engine writes are committed together or not at all. An optional capability:
 * a store that has it implements this interface.
 */
public interface TransactionalStore extends Store {
  /** What is done in a transaction before a commit is applied in it. */
  @FunctionalInterface
  interface Work {
    /**
     * Does it. It may be called again, each time in a new transaction, when the one before was
     * rolled back.
     *
     * @param connection a connection to the database, in a transaction; neither to be committed nor
     *     to be closed
     * @return what to apply in the same transaction
     * @throws Exception to have the transaction rolled back; it comes out of {@link #transact} as
     *     it is
     */
    Commit in(Connection connection) throws Exception;
  }

  /**
   * Applies a commit in a transaction of the caller. It exists if and only if the caller commits.
   * Nobody is told of it, so what it makes due is found when somebody looks.
   *
   * @param commit what to write; without a fence
   * @param now the engine's time
   * @param connection the caller's connection to the database of this store, with auto-commit off
   * @return what became of it; after a conflict nothing was written, and the transaction goes on
   * @throws io.flowengine.execution.InvalidInputException if auto-commit is on, or a value is too
   *     large
   * @throws StoreException if the database refuses; the caller rolls back
   */
  CommitResult commit(Commit commit, Instant now, Connection connection);

  /**
   * Does something in a new transaction, applies the commit that comes of it in the same, and
   * returns when both are durable. If the commit is refused all is rolled back.
   *
   * @param work what to do
   * @param now the engine's time
   * @return what became of the commit
   * @throws StoreException if the database cannot be reached; whether the transaction was committed
   *     is unknown then
   * @throws Exception what the work threw; all was rolled back
   */
  CommitResult transact(Work work, Instant now) throws Exception;
}
