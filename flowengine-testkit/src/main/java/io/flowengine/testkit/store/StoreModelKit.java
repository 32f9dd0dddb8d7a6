package io.flowengine.testkit.store;

import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.ReturnWhen;
import io.flowengine.spi.InboxItem;
import io.flowengine.spi.Store;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;

/**
 * Any sequence of calls leads a {@link Store} where it leads a simple model. An implementer extends
 * it beside {@link StoreKit}; it needs jqwik.
 */
public abstract class StoreModelKit {
  private static final int EXECUTIONS = 4;

  /** For subclasses. */
  protected StoreModelKit() {}

  /**
   * Opens a store.
   *
   * @return a new, empty store
   * @throws Exception if that is not possible
   */
  protected abstract Store open() throws Exception;

  @Property(shrinking = ShrinkingMode.BOUNDED)
  final void a_store_does_what_its_model_does(@ForAll("commands") List<StoreCommand> commands)
      throws Exception {
    try (Store store = open()) {
      StoreComparison comparison = new StoreComparison(store);
      commands.forEach(comparison::run);
    }
  }

  @Provide
  final Arbitrary<List<StoreCommand>> commands() {
    return Arbitraries.frequencyOf(
            Tuple.of(4, creations()),
            Tuple.of(4, nodes().map(StoreCommand.Claim::new)),
            Tuple.of(2, executions().map(StoreCommand.Write::new)),
            Tuple.of(1, executions().map(StoreCommand.WriteLate::new)),
            Tuple.of(1, executions().map(StoreCommand.Repeat::new)),
            Tuple.of(6, releases()),
            Tuple.of(3, ends()),
            Tuple.of(4, sendings()),
            Tuple.of(1, Arbitraries.of(new StoreCommand.Notify())),
            Tuple.of(1, cells()),
            Tuple.of(3, passings()),
            Tuple.of(1, nodes().map(StoreCommand.Leave::new)))
        .list()
        .ofMaxSize(60);
  }

  private static Arbitrary<Integer> executions() {
    return Arbitraries.integers().between(0, EXECUTIONS - 1);
  }

  private static Arbitrary<String> nodes() {
    return Arbitraries.of("a", "b");
  }

  private static Arbitrary<Integer> seconds() {
    return Arbitraries.integers().between(0, 8);
  }

  private static Arbitrary<StoreCommand> creations() {
    return Combinators.combine(executions(), nodes().injectNull(0.5), seconds().injectNull(0.3))
        .as(StoreCommand.Create::new);
  }

  private static Arbitrary<StoreCommand> releases() {
    return Combinators.combine(
            executions(),
            executions().list().uniqueElements().ofMaxSize(2),
            Arbitraries.of(ReturnWhen.class),
            Arbitraries.of(true, false),
            seconds().injectNull(0.5))
        .as(StoreCommand.Release::new);
  }

  private static Arbitrary<StoreCommand> ends() {
    return Combinators.combine(
            executions(),
            Arbitraries.of(
                ExecutionStatus.ENDED_SUCCESS,
                ExecutionStatus.ENDED_ERROR,
                ExecutionStatus.ENDED_CANCELLED))
        .as(StoreCommand.End::new);
  }

  private static Arbitrary<StoreCommand> sendings() {
    return Combinators.combine(executions(), Arbitraries.of(InboxItem.Kind.class))
        .as(StoreCommand.Send::new);
  }

  private static Arbitrary<StoreCommand> cells() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 1), Arbitraries.of(true, true, false))
        .as(StoreCommand.WriteCell::new);
  }

  private static Arbitrary<StoreCommand> passings() {
    return Combinators.combine(seconds(), nodes().list().uniqueElements().ofMaxSize(2))
        .as(StoreCommand.Pass::new);
  }
}
