package io.flowengine.jdbc;

import static java.util.Objects.requireNonNull;

import io.flowengine.FlowEngine;
import io.flowengine.execution.Execution;
import io.flowengine.flow.DependencyFailedException;
import io.flowengine.flow.FlowContext;
import io.flowengine.flow.FlowSystem;
import io.flowengine.flow.MessageRequest;
import io.flowengine.resource.Message;
import io.flowengine.spi.Store;
import io.flowengine.testkit.RecoveryKit;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** The flows of the {@link RecoveryKit}, for the stores of this module. */
abstract class OneOfEverything extends RecoveryKit {
  private @Nullable JdbcStore open;

  /** A new, empty store. */
  abstract JdbcStore newStore();

  /** The kit has done with a store when it wants the next one. */
  @Override
  protected Store openStore() {
    closeStore();
    JdbcStore store = newStore();
    open = store;
    return store;
  }

  @AfterEach
  void closeStore() {
    if (open != null) {
      open.close();
    }
  }

  @Override
  protected void define(FlowEngine.Builder builder, Runnable effect) {
    builder
        .flow("everything", (system, self, inputs) -> everything(system, self, inputs, effect))
        .flow(
            "child",
            (system, self, inputs) -> {
              self.sleep(Duration.ofSeconds(1));
              return Map.of("number", (long) requireNonNull(inputs.get("number")) * 10);
            })
        .flow("failing", (system, self, inputs) -> self.error("no"));
  }

  private static Object everything(
      FlowSystem system, FlowContext self, Map<String, Object> inputs, Runnable effect) {
    long number = (long) inputs.get("number");
    self.log("begin");
    String drawn = "drawn " + self.random().nextLong() + " " + self.now();
    self.log(drawn);
    system.setting("recovery").saveValue(number);
    Long doubled = self.step("double", Long.class, step -> twice(number, effect));
    Execution first = self.flow("child").name("first").input("number", 1).run();
    Execution second = self.flow("child").name("second").input("number", 2).start();
    Execution third = self.flow("child").name("third").input("number", 3).start();
    self.waitFor(second, third);
    self.sleep(Duration.ofMinutes(1));
    Message message = self.message(MessageRequest.question("recovery", "well?"));
    try {
      self.flow("failing").run();
    } catch (DependencyFailedException e) {
      self.log("failed as it should");
    }
    self.setOutput("drawn", drawn);
    self.setOutput("doubled", requireNonNull(doubled));
    self.setOutput("sum", number(first) + number(second) + number(third));
    self.setOutput("setting", requireNonNull(system.setting("recovery").load("value")));
    self.setOutput("answer", requireNonNull(requireNonNull(message.response()).get("string")));
    return self.success("recovered");
  }

  private static long twice(long number, Runnable effect) {
    effect.run();
    return number * 2;
  }

  private static long number(Execution child) {
    return (long) requireNonNull(child.outputs().get("number"));
  }
}
