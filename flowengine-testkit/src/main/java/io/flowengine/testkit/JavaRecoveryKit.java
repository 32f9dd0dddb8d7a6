package io.flowengine.testkit;

import static java.util.Objects.requireNonNull;

import io.flowengine.FlowEngineBuilder;
import io.flowengine.execution.Execution;
import io.flowengine.flow.DependencyFailedException;
import io.flowengine.flow.FlowContext;
import io.flowengine.flow.FlowSystem;
import io.flowengine.flow.MessageRequest;
import io.flowengine.resource.Message;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The {@link RecoveryKit} with its flows in Java. Whoever implements a store extends it and gives
 * its own.
 */
public abstract class JavaRecoveryKit extends RecoveryKit {

  /** For subclasses. */
  protected JavaRecoveryKit() {}

  @Override
  protected void define(FlowEngineBuilder builder, Runnable effect) {
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
      FlowSystem system, FlowContext self, Map<String, @Nullable Object> inputs, Runnable effect) {
    long number = (long) requireNonNull(inputs.get("number"));
    self.log("begin");
    String drawn = "drawn " + self.random().nextLong() + " " + self.now();
    self.log(drawn);
    system.setting("recovery").saveValue(number);
    Long doubled =
        self.step(
            "double",
            Long.class,
            step -> {
              effect.run();
              return number * 2;
            });
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
    self.setOutputs(
        Map.of(
            "doubled",
            requireNonNull(doubled),
            "sum",
            number(first) + number(second) + number(third),
            "setting",
            requireNonNull(system.setting("recovery").load("value")),
            "answer",
            requireNonNull(requireNonNull(message.response()).get("string"))));
    return self.success("recovered");
  }

  private static long number(Execution child) {
    return (long) requireNonNull(child.outputs().get("number"));
  }
}
