package io.flowengine.examples;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import io.flowengine.FlowEngine;
import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.Outcome;
import io.flowengine.flow.FlowContext;
import io.flowengine.spi.Store;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * An engine goes away in the middle of an execution, and another one on the same store goes on. The
 * handler runs again from the top; the steps it has recorded do not.
 */
public final class Recovery {
  private final List<String> did = new CopyOnWriteArrayList<>();

  Recovery() {}

  /**
   * Runs it.
   *
   * @param args none
   */
  public static void main(String[] args) {
    System.out.println(new Recovery().run());
  }

  /** What happened outside of the engine, in order. */
  List<String> run() {
    try (Store store = FlowEngine.inMemoryStore()) {
      goOn(store, begin(store));
    }
    return did;
  }

  private ExecutionId begin(Store store) {
    try (FlowEngine first = open(store)) {
      Execution move = first.flow("move house").start();
      while (first.openMessages().isEmpty()
          && move.outcome(ofMillis(10)) instanceof Outcome.NotEnded) {
        // it packs and loads
      }
      did.add("the first engine goes away");
      return move.id();
    }
  }

  private void goOn(Store store, ExecutionId id) {
    try (FlowEngine second = open(store)) {
      second.openMessages().forEach(message -> second.answer(message.id(), Map.of()));
      second.execution(id).await(ofSeconds(30));
    }
  }

  private FlowEngine open(Store store) {
    return FlowEngine.builder()
        .store(store)
        .flow("move house", (system, self, inputs) -> moveHouse(self))
        .build();
  }

  private @Nullable Object moveHouse(FlowContext self) {
    step(self, "pack");
    step(self, "load");
    self.message("Move", "Everything is loaded.");
    step(self, "drive");
    step(self, "unpack");
    return self.success("there");
  }

  private void step(FlowContext self, String name) {
    self.step(name, Boolean.class, step -> did.add(name));
  }
}
