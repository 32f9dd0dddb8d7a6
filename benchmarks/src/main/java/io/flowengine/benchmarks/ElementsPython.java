package io.flowengine.benchmarks;

import io.flowengine.FlowEngine;
import io.flowengine.FlowEngineBuilder;
import io.flowengine.element.Element;
import io.flowengine.element.ElementFlow;
import io.flowengine.element.ElementFlowBuilder;
import io.flowengine.element.ElementScript;
import io.flowengine.element.InMemoryInventory;
import io.flowengine.element.TaskResult;
import io.flowengine.python.PythonFlows;
import java.time.Duration;
import java.util.List;

/**
 * Five steps that do nothing on each of 10,000 elements, step by step, as a Python execution script
 * says; beside the same flow with declared steps in the same JVM. Interpreted, and in a JVM with
 * the Graal compiler.
 */
final class ElementsPython implements Benchmark {
  private static final List<String> TASKS = List.of("A", "B", "C", "D", "E");
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @Override
  public String name() {
    return "elements-python";
  }

  @Override
  public List<Figure> run(boolean quick) throws Exception {
    String elements = "10000"; // with few of them the JVM is measured while it warms up
    return List.of(
        figure("fallback runtime", List.of(), elements, quick ? "15" : "30"),
        figure("Graal compiler", GraalCompiler.flags(), elements, quick ? "30" : "60"));
  }

  private Figure figure(String runtime, List<String> options, String elements, String rounds)
      throws Exception {
    String[] answer =
        ChildJvm.run(options, Rounds.class, elements, rounds)
            .lines()
            .reduce((first, last) -> last)
            .orElseThrow()
            .split(" ", -1);
    return new Figure(
        name(),
        runtime + ", " + elements + " elements x 5 steps, vs declared steps",
        Double.parseDouble(answer[0]),
        "task runs/s",
        Double.parseDouble(answer[1]));
  }

  /** Runs both flows again and again and prints how many tasks they run in a second. */
  static final class Rounds {
    private Rounds() {}

    public static void main(String[] args) throws Exception {
      int elements = Integer.parseInt(args[0]);
      double[] script = new double[Integer.parseInt(args[1])];
      double[] declared = new double[script.length];
      try (FlowEngine engine = engine(elements)) {
        for (int i = 0; i < script.length; i++) {
          script[i] = Samples.micros(1, () -> start(engine, "script"));
          declared[i] = Samples.micros(1, () -> start(engine, "declared"));
        }
      }
      double tasks = 1e6 * elements * TASKS.size();
      System.out.println(
          tasks / Samples.medianOfLaterHalf(script)
              + " "
              + tasks / Samples.medianOfLaterHalf(declared));
    }

    private static void start(FlowEngine engine, String flow) {
      var unused = engine.flow(flow).start().await(PATIENCE);
    }

    private static FlowEngine engine(int elements) {
      InMemoryInventory inventory = new InMemoryInventory();
      for (int i = 0; i < elements; i++) {
        inventory.put(Element.of("E" + i, "server"));
      }
      FlowEngineBuilder engine = FlowEngine.builder().language(PythonFlows.create());
      engine.elements(setup -> setup.inventory(inventory));
      ElementFlowBuilder declared = ElementFlow.named("declared").parallel();
      StringBuilder script = new StringBuilder();
      for (String task : TASKS) {
        engine.task(task, call -> TaskResult.ok());
        declared.task(task);
        script.append("execute_task('").append(task).append("')\n");
      }
      return engine
          .flow(declared.build())
          .flow(
              ElementFlow.named("script")
                  .parallel()
                  .executionScript(new ElementScript("python", "script.py", script.toString()))
                  .build())
          .build();
    }
  }
}
