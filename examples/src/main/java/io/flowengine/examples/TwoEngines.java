package io.flowengine.examples;

import static java.time.Duration.ofSeconds;

import io.flowengine.FlowEngine;
import io.flowengine.execution.Execution;
import io.flowengine.spi.Store;

/**
 * Two engines in one JVM do not know each other, but on one store they share its executions: each
 * runs what it has the flows for, and sees everything.
 */
public final class TwoEngines {
  private TwoEngines() {}

  /**
   * Runs it.
   *
   * @param args none
   */
  public static void main(String[] args) {
    System.out.print(run());
  }

  static String run() {
    try (Store store = FlowEngine.inMemoryStore();
        FlowEngine shop =
            FlowEngine.builder()
                .node("shop")
                .store(store)
                .flow("order", (system, self, inputs) -> self.flow("pack").run().outputs())
                .flow("pack", (system, self, inputs) -> "packed in the shop")
                .build();
        FlowEngine office = FlowEngine.builder().node("office").store(store).build()) {
      Execution order = shop.flow("order").start();
      return office.execution(order.id()).await(ofSeconds(30)).tree().toText();
    }
  }
}
