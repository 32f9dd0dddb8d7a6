package io.flowengine.examples;

import io.flowengine.FlowEngine;
import io.flowengine.execution.Execution;
import io.flowengine.flow.FlowContext;
import io.flowengine.jdbc.JdbcStore;
import io.flowengine.spi.Store;
import java.nio.file.Path;
import java.util.List;

/** Can be killed at any time: the next run goes on behind the last room that was done. */
public final class MovingHouse {
  public static void main(String[] args) {
    Path file = Path.of(args.length == 0 ? "target/moving.db" : args[0]);
    try (Store store = JdbcStore.embedded(file);
        FlowEngine engine =
            FlowEngine.builder()
                .store(store)
                .flow("move", (system, self, inputs) -> move(self))
                .build()) {
      Execution move = engine.flow("move").idempotencyKey("to the new house").start();
      System.out.print(move.await().tree().toText());
    }
  }

  private static String move(FlowContext self) {
    for (String room : List.of("kitchen", "bath", "study", "attic", "cellar")) {
      self.step("pack " + room, Boolean.class, step -> pack(room));
    }
    return "moved";
  }

  private static boolean pack(String room) throws InterruptedException {
    System.out.println("packing: " + room);
    Thread.sleep(1000);
    return true;
  }
}
