package io.flowengine.flow;

import java.sql.Connection;
import org.jspecify.annotations.Nullable;

/**
 * What a step does inside a transaction of the store. What it writes through the connection is
 * committed together with the record of the step: exactly once. Anything else it does, it may do
 * again.
 *
 * @param <T> the type of the result
 */
@FunctionalInterface
public interface TransactionBody<T> {
  /**
   * Does it. It is called again if the transaction had to be rolled back because it stood in the
   * way of another one.
   *
   * @param connection a connection to the database of the store, in a transaction; not to be
   *     committed, rolled back or closed
   * @return the result
   * @throws Exception to fail the step; what was written is rolled back
   */
  @Nullable T run(Connection connection) throws Exception;
}
