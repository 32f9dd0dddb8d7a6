package io.flowengine.testkit.journal;

import io.flowengine.FlowEngine;
import io.flowengine.FlowEngineBuilder;
import io.flowengine.execution.Execution;
import io.flowengine.execution.ReturnWhen;
import io.flowengine.flow.DependencyFailedException;
import io.flowengine.flow.FlowContext;
import io.flowengine.flow.FlowSystem;
import io.flowengine.flow.MessageRequest;
import io.flowengine.flow.StepFailedException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The flows whose journals are kept. They stand for the flows of users, so a flow here is never
 * changed: journals of earlier versions of the library were recorded from it. New ones are added.
 */
final class RecordedFlows {
  private RecordedFlows() {}

  static FlowEngineBuilder all() {
    return FlowEngine.builder()
        .flow("calls", RecordedFlows::calls)
        .flow("children", RecordedFlows::children)
        .flow("cancelled", RecordedFlows::cancelled)
        .flow("waiting", RecordedFlows::waiting)
        .flow("leaf", (system, self, inputs) -> inputs.get("n"))
        .flow("broken", (system, self, inputs) -> self.error("as intended"));
  }

  private static Object calls(
      FlowSystem system, FlowContext self, Map<String, @Nullable Object> inputs) {
    self.setOutput("inputs", inputs);
    self.log("a line", 1, List.of("a", true));
    self.setOutput("new side", self.patched("a change"));
    self.setOutput("step", self.step("add", Integer.class, context -> 1 + 1));
    self.setOutput("again", self.step("add", String.class, context -> context.idempotencyKey()));
    try {
      self.step("fail", String.class, context -> failing());
    } catch (StepFailedException e) {
      self.setOutput("caught", e.getMessage());
    }
    self.setOutput("now", self.now());
    self.setOutput("random", List.of(self.random().nextLong(), self.uuid().toString()));
    system.setting("colour").saveValue("red");
    self.setOutput("colour", system.setting("colour").load("value"));
    self.save(Map.of("description", "described", "priority", 3));
    self.sleep(Duration.ofMinutes(1));
    self.message(MessageRequest.text("subject", "answer me"));
    return Map.of("result", "done");
  }

  private static String failing() {
    throw new IllegalStateException("no rows");
  }

  private static @Nullable Object children(
      FlowSystem system, FlowContext self, Map<String, @Nullable Object> inputs) {
    self.setOutput("one", self.flow("leaf").input("n", 1).run().outputs());
    Execution two = self.flow("leaf").name("two").input("n", 2).start();
    Execution three = self.flow("leaf").name("three").input("n", 3).create();
    self.setOutput("names", self.waitFor(two, three).stream().map(Execution::name).toList());
    try {
      self.flow("broken").run();
    } catch (DependencyFailedException e) {
      self.setOutput("failed", e.executionIds().size());
    }
    Execution first =
        self.waitFor(
                ReturnWhen.FIRST_ENDED,
                Duration.ofHours(1),
                self.flow("leaf").name("four").input("n", 4).start())
            .getFirst();
    self.setOutput("first", first.name());
    return self.success("all children are done");
  }

  private static @Nullable Object cancelled(
      FlowSystem system, FlowContext self, Map<String, @Nullable Object> inputs) {
    try {
      self.sleep(Duration.ofDays(1));
    } finally {
      self.setOutput("cleaned", self.step("clean", Boolean.class, context -> true));
    }
    return null;
  }

  private static @Nullable Object waiting(
      FlowSystem system, FlowContext self, Map<String, @Nullable Object> inputs) {
    self.setOutput("before", 1);
    self.message(MessageRequest.question("how many", "number"));
    return null;
  }
}
