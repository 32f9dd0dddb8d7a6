package io.flowengine.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Runs the named benchmarks, or all. */
public final class Main {
  private static final List<Benchmark> ALL =
      List.of(
          new JavaFlow(),
          new PythonFlow(),
          new PythonFlow64(),
          new PythonChild(),
          new ThreeSteps(),
          new Fibonacci(),
          new Fib33(),
          new Waiting(),
          new ParkedJava(),
          new ParkedPython(),
          new Sleeps365(),
          new ColdStart(),
          FiveSteps.postgres(),
          FiveSteps.sqlite(),
          Throughput.postgres(),
          Throughput.sqlite(),
          new ThreeStepSuite(),
          new DurableFibonacci(),
          new FanOut(),
          new Wake(),
          new Failover(),
          new Growth(),
          new DurableWaiting(),
          new SchedulesAtOnce(),
          new WrapperCost(),
          new ElementsStepFirst(),
          new ElementsJournal(),
          new ElementsMany(),
          new ElementsCost(),
          new ElementsBlocking(),
          new ElementsPython(),
          new RecordCalls(),
          new Listing(),
          new BridgeJson(),
          new RestCalls(),
          new SqlCalls());

  private Main() {}

  /**
   * Runs benchmarks.
   *
   * @param args names, {@code --quick}, {@code --json}
   */
  public static void main(String[] args) {
    List<String> names = new ArrayList<>();
    boolean quick = false;
    boolean json = false;
    String commit = "";
    for (String arg : args) {
      switch (arg) {
        case "--quick" -> quick = true;
        case "--json" -> json = true;
        default -> {
          if (arg.startsWith("--commit=")) {
            commit = arg.substring("--commit=".length());
          } else {
            names.add(arg);
          }
        }
      }
    }
    requireKnown(names);
    if (!json) {
      System.out.println(
          "# "
              + machine()
              + (commit.isEmpty() ? "" : ", commit " + commit)
              + (quick ? ", quick" : ""));
    }
    boolean failed = false;
    for (Benchmark benchmark : ALL) {
      if (names.isEmpty() || names.contains(benchmark.name())) {
        failed |= !run(benchmark, quick, json);
      }
    }
    System.exit(failed ? 1 : 0);
  }

  private static void requireKnown(List<String> names) {
    List<String> known = ALL.stream().map(Benchmark::name).toList();
    for (String name : names) {
      if (!known.contains(name)) {
        System.err.println(
            "there is no benchmark '" + name + "'; there are " + String.join(", ", known));
        System.exit(2);
      }
    }
  }

  private static boolean run(Benchmark benchmark, boolean quick, boolean json) {
    try {
      for (Figure figure : benchmark.run(quick)) {
        System.out.println(json ? figure.toJson() : figure.toLine());
      }
      return true;
    } catch (Exception e) {
      System.err.println(benchmark.name() + " failed: " + e);
      e.printStackTrace();
      return false;
    }
  }

  private static String machine() {
    Runtime runtime = Runtime.getRuntime();
    return String.format(
        Locale.ROOT,
        "%s, %d cores, %s %s, JDK %s",
        cpu(),
        runtime.availableProcessors(),
        System.getProperty("os.name"),
        System.getProperty("os.arch"),
        Runtime.version());
  }

  private static String cpu() {
    try {
      return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown processor");
    } catch (IOException e) {
      return "unknown processor";
    }
  }
}
