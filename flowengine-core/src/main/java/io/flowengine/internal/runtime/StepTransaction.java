package io.flowengine.internal.runtime;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.Value;
import io.flowengine.internal.node.Part;
import io.flowengine.internal.node.Services;
import io.flowengine.spi.FlowCalls.TransactionWork;
import io.flowengine.spi.JournalEntry;
import io.flowengine.spi.JournalEntry.Result;
import io.flowengine.spi.JournalEntry.Returned;
import io.flowengine.spi.StoreException;
import io.flowengine.spi.TransactionalStore;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The body of a step and its journal entry in one transaction. If the connection breaks while the
 * transaction is committed, nobody knows whether it was. The next commit of the execution then
 * waits for the row, so it comes after whatever became of the transaction, and the journal tells;
 * if the entry is not there, nothing of the body is, and it is run again.
 */
final class StepTransaction {
  private final Services services;
  private final Ledger ledger;
  private final Site site;

  /** What the body threw, on its way through the engine. */
  static final class BodyFailed extends RuntimeException {
    private static final long serialVersionUID = 1;

    BodyFailed(Exception failure) {
      super(failure);
    }

    Exception failure() {
      return (Exception) requireNonNull(getCause());
    }
  }

  StepTransaction(Services services, Ledger ledger, Site site) {
    this.services = services;
    this.ledger = ledger;
    this.site = site;
  }

  /**
   * Runs the body and makes its result durable.
   *
   * @throws BodyFailed if the body throws; nothing was written
   * @throws InvalidInputException if the store is not in a database
   */
  Result run(TransactionWork work) {
    TransactionalStore store =
        services
            .transactional()
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        "a transaction needs a store in a database, for example JdbcStore"));
    while (true) {
      AtomicReference<Value> result = new AtomicReference<>();
      try {
        Ledger.Written unused =
            ledger.write(
                ledger.record(),
                Part.NONE,
                commit -> {
                  try {
                    return store.transact(
                        connection -> {
                          result.set(work.in(connection));
                          return commit.journal(entry(result.get()));
                        },
                        services.environment().instant());
                  } catch (StoreException e) {
                    throw e;
                  } catch (Exception e) {
                    throw new BodyFailed(e);
                  }
                });
        return new Returned(result.get());
      } catch (StoreException e) {
        Optional<Result> recorded = recorded();
        if (recorded.isPresent()) {
          return recorded.get();
        }
      }
    }
  }

  private JournalEntry entry(Value result) {
    return site.entry(new Returned(result), services.environment().instant());
  }

  private Optional<Result> recorded() {
    Ledger.Written unused = ledger.write(ledger.record(), Part.NONE);
    return services.store().journal(ledger.record().id()).stream()
        .filter(entry -> entry.position().equals(site.position()))
        .map(JournalEntry::result)
        .findFirst();
  }
}
