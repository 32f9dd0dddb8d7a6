package io.flowengine.element;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.ExecutionId;
import java.io.Console;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Prints how runs over elements go on, for people: a line for each element that is final, with the
 * outcome of each of its steps, and at the end a summary of each step, like {@code 97 identical, 3
 * differ}. Colours are used only on a terminal. Thread-safe.
 */
public final class ProgressTable implements ElementListener {
  private static final String RED = "\u001b[31m";
  private static final String GREEN = "\u001b[32m";
  private static final String PLAIN = "\u001b[0m";

  /** What is known of one run. */
  private static final class Run {
    private final Map<String, SequencedMap<String, String>> elements = new LinkedHashMap<>();
    private final SequencedMap<String, Map<String, Integer>> steps = new LinkedHashMap<>();
    private int total;
    private int done;
  }

  private final PrintStream out;
  private final boolean hasColours;
  private final Map<ExecutionId, Run> runs = new LinkedHashMap<>();

  private ProgressTable(PrintStream out, boolean hasColours) {
    this.out = requireNonNull(out, "out");
    this.hasColours = hasColours;
  }

  /**
   * Prints to a stream, with colours if this process is on a terminal.
   *
   * @param out the stream
   * @return the listener
   */
  public static ProgressTable on(PrintStream out) {
    return new ProgressTable(out, isOnTerminal());
  }

  /** Since Java 22 there may be a console without a terminal, and a method that tells. */
  @SuppressWarnings("SystemConsoleNull") // it is asked of old versions too
  private static boolean isOnTerminal() {
    Console console = System.console();
    try {
      return console != null
          && Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console));
    } catch (ReflectiveOperationException e) {
      return true;
    }
  }

  /**
   * Prints to a stream.
   *
   * @param out the stream
   * @param hasColours whether it takes the escape sequences of terminals
   * @return the listener
   */
  public static ProgressTable on(PrintStream out, boolean hasColours) {
    return new ProgressTable(out, hasColours);
  }

  @Override
  public synchronized void on(ExecutionId id, ElementEvent event) {
    Run run = runs.computeIfAbsent(id, key -> new Run());
    if (event.kind() == ElementEvent.Kind.RUN_ENDED) {
      end(run, event);
      runs.remove(id);
    } else {
      take(run, event);
    }
  }

  private void take(Run run, ElementEvent event) {
    String element = event.element();
    String detail = String.valueOf(event.detail());
    switch (event.kind()) {
      case ORDERED -> {
        run.total = Integer.parseInt(detail);
        out.println(event.flow() + ": " + detail + " elements");
      }
      case TASK_ENDED -> {
        if (element != null) {
          String step = requireNonNull(event.step());
          run.elements.computeIfAbsent(element, key -> new LinkedHashMap<>()).put(step, detail);
          run.steps
              .computeIfAbsent(step, key -> new LinkedHashMap<>())
              .merge(detail, 1, Integer::sum);
        }
      }
      case ELEMENT_ENDED -> {
        if (element != null && event.run().isEmpty()) {
          run.done++;
          line(run, element, detail);
        }
      }
      case THRESHOLD_TRIPPED, WARNING, GATE_WAITING, PAUSED, RESUMED, CANCELLED ->
          out.println("  " + event.kind() + (event.detail() == null ? "" : " " + detail));
      default -> {
        // nothing that people wait for
      }
    }
  }

  private void line(Run run, String element, String status) {
    StringBuilder line = new StringBuilder();
    line.append(String.format("  %4d/%d  %-20s ", run.done, run.total, element));
    line.append(coloured(String.format("%-12s", status), status.equals("OK")));
    SequencedMap<String, String> steps = run.elements.remove(element);
    if (steps != null) {
      steps.forEach(
          (step, outcome) -> {
            boolean isOk = outcome.equals("OK") || outcome.startsWith("SKIPPED");
            line.append(' ').append(coloured(step + (isOk ? " ok" : " " + outcome), isOk));
          });
    }
    out.println(line);
  }

  private String coloured(String text, boolean isGood) {
    return hasColours ? (isGood ? GREEN : RED) + text + PLAIN : text;
  }

  private void end(Run run, ElementEvent event) {
    out.println(event.flow() + ": " + event.detail());
    run.steps.forEach(
        (step, outcomes) -> {
          int all = outcomes.values().stream().mapToInt(Integer::intValue).sum();
          int most = outcomes.values().stream().mapToInt(Integer::intValue).max().orElse(0);
          String differ = all == most ? "" : ", " + (all - most) + " differ";
          out.println("  " + step + ": " + most + " identical" + differ);
        });
  }
}
