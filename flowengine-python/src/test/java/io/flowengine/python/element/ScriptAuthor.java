package io.flowengine.python.element;

import static java.util.stream.Collectors.joining;

import io.flowengine.element.ElementFlow;
import io.flowengine.element.ElementScript;
import io.flowengine.testkit.element.FlowTable;
import io.flowengine.testkit.element.FlowWords;
import io.flowengine.testkit.element.StepWord;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes the flows of the table as scripts: their steps, and what orders and narrows elements. */
final class ScriptAuthor {
  private final Set<String> flows;

  /**
   * Makes an author.
   *
   * @param flows the names of the flows that a step may be
   */
  ScriptAuthor(Set<String> flows) {
    this.flows = flows;
  }

  /** The flows of a row; F1 is its own script if it has one. */
  static List<ElementFlow> flows(FlowTable row) {
    ScriptAuthor author = new ScriptAuthor(row.words().keySet());
    return row.words().values().stream()
        .map(
            words -> {
              boolean own = words.name().equals("F1") && !row.script().isEmpty();
              return author.flow(words, own ? row.script() : author.text(words.steps()));
            })
        .toList();
  }

  private ElementFlow flow(FlowWords words, String text) {
    return FlowTable.scripted(words, script(words.name() + ".py", text), processing(words));
  }

  private static ElementScript script(String file, String text) {
    return new ElementScript("python", file, text);
  }

  private static @Nullable ElementScript processing(FlowWords words) {
    List<String> lines = new ArrayList<>();
    String order = words.options().get("order");
    if (order != null) {
      String key =
          order.equals("mixed")
              ? "1 if x.id == 'E1' else 'a'"
              : "1 if x['context']['patroni_leader'] == 'master' else 0";
      lines.add(
          "order_flow_elements(elements, lambda x: "
              + key
              + (order.contains("reverse") ? ", reverse=True" : "")
              + (order.contains("LAST") ? ", missing=LAST" : "")
              + ")");
    }
    String kept = words.options().get("keep");
    if (kept != null) {
      lines.add(
          (kept.equals("unused") ? "" : "elements = ")
              + "filter_flow_elements(elements, lambda x: "
              + (kept.equals("none") ? "False" : "x['context']['patroni_leader'] != 'master'")
              + ")");
    }
    return lines.isEmpty() ? null : script("processing.py", String.join("\n", lines));
  }

  // ---------------------------------------------------------------- steps

  private String text(List<StepWord> steps) {
    return String.join("\n", lines(steps));
  }

  private List<String> lines(List<StepWord> steps) {
    return steps.stream().flatMap(step -> lines(step).stream()).toList();
  }

  private List<String> lines(StepWord step) {
    return switch (step.name().replaceAll("\\d+$", "")) {
      case "odd" -> branch("context['number'] % 2 == 1", step);
      case "if" -> branch("current == " + (step.number("if") - 1), step);
      case "loop" -> {
        int times = step.number("loop");
        String range = times == 0 ? "context['number']" : String.valueOf(times);
        yield block("for i in range(" + range + "):", step.part(0)).toList();
      }
      case "try" ->
          Stream.of(
                  block("try:", step.part(0)),
                  step.part(1).isEmpty()
                      ? Stream.<String>of()
                      : block("except TaskFailed:", step.part(1)),
                  step.part(2).isEmpty() ? Stream.<String>of() : block("finally:", step.part(2)))
              .flatMap(lines -> lines)
              .toList();
      case "once" -> List.of("once(execute_task, '" + step.inside() + "')");
      case "sleep" -> List.of("sleep(" + step.inside() + ")");
      default -> List.of(call(step));
    };
  }

  private List<String> branch(String condition, StepWord step) {
    return Stream.concat(block("if " + condition + ":", step.part(0)), block("else:", step.part(1)))
        .toList();
  }

  private Stream<String> block(String head, List<StepWord> body) {
    Stream<String> inside = body.isEmpty() ? Stream.of("pass") : lines(body).stream();
    return Stream.concat(Stream.of(head), inside.map(line -> "    " + line));
  }

  private String call(StepWord step) {
    if (flows.contains(step.name())) {
      String given = step.given().isEmpty() ? "" : ", elements=" + given(step.given());
      return "execute_flow('" + step.name() + "'" + given + ")";
    }
    String policy =
        step.policy().entrySet().stream()
            .map(each -> ", _" + each.getKey() + "=" + each.getValue())
            .collect(joining());
    return "execute_task('" + step.name() + "'" + policy + ")";
  }

  private static String given(String given) {
    if (given.contains("=")) {
      return "'" + given + "'";
    }
    return given.startsWith("E")
        ? Stream.of(given.split(",", -1))
            .map(id -> "elements[" + (Integer.parseInt(id.substring(1)) - 1) + "]")
            .collect(joining(", ", "[", "]"))
        : given.toUpperCase(Locale.ROOT);
  }
}
