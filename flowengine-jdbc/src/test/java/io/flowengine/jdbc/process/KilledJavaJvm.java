package io.flowengine.jdbc.process;

import static java.util.Objects.requireNonNull;

import io.flowengine.FlowEngineBuilder;
import io.flowengine.execution.Execution;
import io.flowengine.execution.ReturnWhen;
import io.flowengine.flow.DependencyFailedException;
import io.flowengine.flow.FlowContext;
import io.flowengine.flow.FlowSystem;
import io.flowengine.flow.MessageRequest;
import io.flowengine.jdbc.LeaseClock;
import io.flowengine.spi.Store;
import io.flowengine.testkit.process.KilledJvmKit;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/** The flows of the {@link KilledJvmKit} in Java. */
abstract class KilledJavaJvm extends KilledJvmKit {

  @Override
  protected Store open(String address) {
    return StoreAddress.open(address, LeaseClock.ENGINE);
  }

  @Override
  protected void define(FlowEngineBuilder builder, Consumer<String> effect) {
    builder
        .flow("journey", (system, self, inputs) -> journey(system, self, effect))
        .flow(
            "leg",
            (system, self, inputs) -> {
              self.sleep(Duration.ofMillis(10));
              return Map.of("number", step(self, "walk", 7, effect));
            })
        .flow(
            "racer",
            (system, self, inputs) -> {
              self.sleep(Duration.ofMillis(15));
              return null;
            })
        .flow("failing", (system, self, inputs) -> self.error("no"));
  }

  private static long step(FlowContext self, String name, long result, Consumer<String> effect) {
    return requireNonNull(
        self.step(
            name,
            Long.class,
            step -> {
              effect.accept(step.idempotencyKey());
              return result;
            }));
  }

  private static long count(FlowSystem system) {
    return (long) requireNonNull(system.setting("journey").load("value"));
  }

  private static Object journey(FlowSystem system, FlowContext self, Consumer<String> effect) {
    self.log("begin");
    system.setting("journey").saveValue(1);
    system.setting("journey").saveValue(count(system) + 1);
    long charged = step(self, "charge", 42, effect);
    Execution leg = self.flow("leg").name("leg").run();
    Execution[] racers = new Execution[3];
    for (int i = 0; i < racers.length; i++) {
      racers[i] = self.flow("racer").name("racer-" + (i + 1)).start();
    }
    Execution winner = self.waitFor(ReturnWhen.FIRST_ENDED, null, racers).getFirst();
    self.log("won by " + winner.name());
    String answer = "";
    try {
      self.sleep(Duration.ofMillis(20));
      answer = answer(self);
      self.flow("failing").name("failing").run();
    } catch (DependencyFailedException e) {
      self.log("caught");
      self.setOutput("charged", charged);
      long unused = step(self, "refund", 0, effect);
    } finally {
      system.setting("cleaned").saveValue(true);
    }
    self.waitFor(ReturnWhen.ALL_ENDED, null, racers);
    Execution again = self.waitFor(ReturnWhen.FIRST_ENDED, null, racers).getFirst();
    self.setOutputs(
        Map.of(
            "count",
            count(system),
            "leg",
            requireNonNull(leg.outputs().get("number")),
            "winner",
            winner.name(),
            "again",
            again.name(),
            "answer",
            answer));
    return self.success("arrived");
  }

  private static String answer(FlowContext self) {
    return String.valueOf(
        requireNonNull(self.message(MessageRequest.question("journey", "well?")).response())
            .get("string"));
  }
}
