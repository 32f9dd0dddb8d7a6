package io.flowengine.examples;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static java.util.Objects.requireNonNull;

import io.flowengine.FlowEngine;
import io.flowengine.execution.ExecutionId;
import io.flowengine.flow.StepContext;
import io.flowengine.spi.Store;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * An engine goes away between the effect of a step and its record, so the step runs again: at least
 * once. Each run of a step has the same idempotency key; who is handed it can tell a repetition.
 */
public final class AtLeastOnce {
  private final Map<String, Object> payments = new ConcurrentHashMap<>();
  private final AtomicInteger requests = new AtomicInteger();
  private final CountDownLatch paid = new CountDownLatch(1);

  AtLeastOnce() {}

  /**
   * Runs it.
   *
   * @param args none
   * @throws InterruptedException if the thread is interrupted
   */
  public static void main(String[] args) throws InterruptedException {
    AtLeastOnce example = new AtLeastOnce();
    example.run();
    System.out.println(example.requests() + " requests, " + example.payments() + " payment");
  }

  int requests() {
    return requests.get();
  }

  int payments() {
    return payments.size();
  }

  Map<String, @Nullable Object> run() throws InterruptedException {
    try (Store store = FlowEngine.inMemoryStore()) {
      ExecutionId id;
      try (FlowEngine first = open(store)) {
        id = first.flow("pay").input("amount", 100).start().id();
        paid.await();
      }
      try (FlowEngine second = open(store)) {
        return second.execution(id).await(ofSeconds(30)).outputs();
      }
    }
  }

  private FlowEngine open(Store store) {
    return FlowEngine.builder()
        .store(store)
        .shutdown(ofMillis(100))
        .flow(
            "pay",
            (system, self, inputs) ->
                self.step("pay", String.class, step -> pay(step, inputs.get("amount"))))
        .build();
  }

  /** The other side: a service that pays once for each key. */
  private String pay(StepContext step, @Nullable Object amount) throws InterruptedException {
    payments.putIfAbsent(step.idempotencyKey(), requireNonNull(amount));
    if (requests.incrementAndGet() == 1) {
      paid.countDown();
      new CountDownLatch(1).await(); // the engine goes away before the answer arrives
    }
    return "paid " + amount;
  }
}
