package io.flowengine.testkit.connector;

import static io.flowengine.testkit.connector.KitEngines.PATIENCE;
import static io.flowengine.testkit.connector.KitEngines.await;
import static io.flowengine.testkit.connector.KitEngines.connection;

import io.flowengine.FlowEngine;
import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.spi.Store;
import java.util.Map;
import java.util.function.IntSupplier;

/** A node that dies while it uses a connector, and another one that takes over. */
final class CrashTrial {
  private final KitEngines engines;
  private final Store store = FlowEngine.inMemoryStore();
  private final SeveredStore severed = new SeveredStore(store);

  CrashTrial(KitEngines engines) {
    this.engines = engines;
  }

  /**
   * The node dies while a call is under way that has no end. If it is made again that is cancelled.
   *
   * @return how the connection has ended
   */
  ExecutionRecord.State inTheMiddle(
      Map<String, ?> hanging, boolean isMadeAgain, IntSupplier underWay) {
    try (FlowEngine dying = engines.open(severed)) {
      Execution main = dying.flow("main").inputs(hanging).start();
      await("a call", main, () -> underWay.getAsInt() == 1);
      severed.sever();
      try (FlowEngine heir = engines.heir(store)) {
        Execution seen = heir.execution(main.id());
        if (isMadeAgain) {
          await("a second call", seen, () -> underWay.getAsInt() == 2);
          connection(seen).cancel();
        }
        seen.await(PATIENCE);
        severed.mend();
        return connection(seen).record().state();
      }
    }
  }

  /**
   * The node dies when the other system has done its work, and before anybody else knows of it.
   *
   * @return how the connection has ended
   */
  ExecutionRecord.State atTheEnd(Map<String, ?> inputs) {
    severed.severAtTheEndOfAConnection();
    try (FlowEngine dying = engines.open(severed)) {
      Execution main = dying.flow("main").inputs(inputs).start();
      await("the end of the call", severed::isSevered);
      try (FlowEngine heir = engines.heir(store)) {
        Execution seen = heir.execution(main.id());
        seen.outcome(PATIENCE);
        severed.mend();
        return connection(seen).record().state();
      }
    }
  }
}
