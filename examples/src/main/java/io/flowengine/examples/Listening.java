package io.flowengine.examples;

import static java.time.Duration.ofSeconds;

import io.flowengine.FlowEngine;
import io.flowengine.event.EngineEvent;
import io.flowengine.event.EngineEvent.LogWritten;
import io.flowengine.event.EngineEvent.MessageAnswered;
import io.flowengine.event.EngineEvent.MessageOpened;
import io.flowengine.event.EngineEvent.StatusChanged;
import io.flowengine.execution.Execution;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A listener hears what has become durable: changes of status, and lines of the log. */
public final class Listening {
  private final List<String> heard = new CopyOnWriteArrayList<>();

  Listening() {}

  /**
   * Runs it.
   *
   * @param args none
   */
  public static void main(String[] args) {
    new Listening().run().forEach(System.out::println);
  }

  List<String> run() {
    try (FlowEngine engine =
        FlowEngine.builder()
            .listener(this::on)
            .flow(
                "greet",
                (system, self, inputs) -> {
                  self.log("hello,", inputs.get("name"));
                  return null;
                })
            .build()) {
      Execution greeting = engine.flow("greet").input("name", "Ada").start();
      greeting.await(ofSeconds(10));
    }
    return heard;
  }

  private void on(EngineEvent event) {
    heard.add(
        switch (event) {
          case StatusChanged change -> change.name() + " is " + change.to();
          case LogWritten line -> "log: " + line.entry().text();
          case MessageOpened message -> "asked: " + message.subject();
          case MessageAnswered message -> "answered";
        });
  }
}
