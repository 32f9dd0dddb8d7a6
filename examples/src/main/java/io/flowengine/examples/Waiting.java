package io.flowengine.examples;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import io.flowengine.FlowEngine;
import io.flowengine.execution.Execution;
import io.flowengine.execution.ReturnWhen;
import io.flowengine.flow.DependencyTimeoutException;
import io.flowengine.flow.FlowContext;
import io.flowengine.flow.FlowSystem;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Ways to wait: for the first of several, with a time limit, and only once for one piece of work.
 */
public final class Waiting {
  private Waiting() {}

  /**
   * Runs it.
   *
   * @param args none
   */
  public static void main(String[] args) {
    try (FlowEngine engine = open()) {
      Execution order = start(engine);
      Execution again = start(engine);
      System.out.println("the same execution: " + order.id().equals(again.id()));
      System.out.print(order.await(ofSeconds(10)).tree().toText());
    }
  }

  static FlowEngine open() {
    return FlowEngine.builder()
        .flow("compare", Waiting::compare)
        .flow("offer", Waiting::offer)
        .build();
  }

  /** Whoever starts it with this key gets the one execution that exists. */
  static Execution start(FlowEngine engine) {
    return engine.flow("compare").idempotencyKey("order 4711").start();
  }

  private static Object compare(
      FlowSystem system, FlowContext self, Map<String, @Nullable Object> inputs) {
    Execution quick = self.flow("offer").name("quick").input("millis", 1).start();
    Execution slow = self.flow("offer").name("slow").input("millis", ofDays(7).toMillis()).start();

    Execution first = self.waitFor(ReturnWhen.FIRST_ENDED, null, quick, slow).getFirst();
    self.setOutput("first", first.name());
    try {
      self.waitFor(ReturnWhen.ALL_ENDED, ofMillis(100), quick, slow);
    } catch (DependencyTimeoutException e) {
      self.log("not waiting any longer:", e.getMessage());
      slow.cancel(); // a wait that timed out leaves what it waited for alone
      self.waitFor(ReturnWhen.ALL_ENDED, null, slow);
    }
    return self.success("chose " + first.name());
  }

  private static @Nullable Object offer(
      FlowSystem system, FlowContext self, Map<String, @Nullable Object> inputs) {
    self.sleep(ofMillis(inputs.get("millis") instanceof Number millis ? millis.longValue() : 0));
    return null;
  }
}
