package io.flowengine.benchmarks;

import io.flowengine.FlowEngine;
import io.flowengine.python.PythonFlows;
import io.flowengine.testkit.VirtualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Executions of Python flows that wait with their stacks: the resident memory that each takes, in a
 * JVM of its own whose young generation has been touched before.
 */
final class ParkedPython implements Benchmark {
  private static final int COUNT = 2000;

  @Override
  public String name() {
    return "parked";
  }

  @Override
  public List<Figure> run(boolean quick) throws Exception {
    String[] output =
        ChildJvm.run(List.of("-XX:+UseSerialGC", "-Xmx1g", "-Xmn64m"), Parking.class)
            .strip()
            .split(" ", 2);
    return List.of(
        new Figure(
            name(),
            "Python, RSS of a parked stack",
            Double.parseDouble(output[0]),
            "KB each",
            null),
        new Figure(name(), "Python, heap of it", Double.parseDouble(output[1]), "KB each", null));
  }

  /** Parks and prints kilobytes of resident memory and of heap for each stack. */
  static final class Parking {
    private Parking() {}

    public static void main(String[] args) throws Exception {
      VirtualTime time = VirtualTime.manual();
      FlowEngine engine =
          FlowEngine.builder()
              .environment(time)
              .language(PythonFlows.builder().maxParked(2 * COUNT).build())
              .flows(
                  Scripts.of(
                      "flow", "def handler(system, this, inputs):\n    this.sleep(10 ** 8)\n"))
              .build();
      start(engine, 1000);
      time.settle();
      time.advance(Duration.ofSeconds(60));
      long heapBefore = Samples.heap();
      long before = resident();
      start(engine, COUNT);
      time.settle();
      long heapAfter = Samples.heap();
      long after = resident();
      System.out.println(
          (double) (after - before) / COUNT + " " + (heapAfter - heapBefore) / 1024.0 / COUNT);
      System.exit(0);
    }

    private static void start(FlowEngine engine, int count) {
      for (int i = 0; i < count; i++) {
        engine.flow("flow").start();
      }
    }

    private static long resident() throws IOException {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElseThrow();
    }
  }
}
