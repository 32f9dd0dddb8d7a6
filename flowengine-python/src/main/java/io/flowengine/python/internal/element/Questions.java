package io.flowengine.python.internal.element;

import io.flowengine.element.StepResult;
import io.flowengine.element.TaskResult;
import io.flowengine.execution.Value;
import io.flowengine.spi.ExecutionScript.Resumed;
import io.flowengine.spi.StepAnswer;
import io.flowengine.spi.StepAnswer.Raises;
import io.flowengine.spi.StepRequest;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes what the instances of a round are told. Those that are told the same share a line. */
final class Questions {
  /**
   * Writes a round.
   *
   * @param resumed who goes on
   * @param looking those whose script looks at what comes of its step
   * @param requests what each of them has asked for
   */
  static String of(
      List<Resumed> resumed, BitSet looking, IntFunction<@Nullable StepRequest> requests) {
    Map<String, Ranks> lines = new LinkedHashMap<>();
    Map<StepAnswer, Ranks> known = new HashMap<>();
    for (Resumed each : resumed) {
      boolean looks = looking.get(each.rank());
      StepAnswer answer = each.answer();
      Ranks line = looks ? known.get(answer) : null;
      if (line == null) {
        String text = text(answer, looks, requests.apply(each.rank()));
        line = lines.computeIfAbsent(text, key -> new Ranks());
        if (looks) {
          known.put(answer, line);
        }
      }
      line.add(each.rank());
    }
    return lines.entrySet().stream()
        .map(
            each ->
                each.getKey().isEmpty()
                    ? each.getValue().toString()
                    : each.getValue() + "|" + each.getKey())
        .collect(Collectors.joining("\n"));
  }

  private static String text(StepAnswer answer, boolean looks, @Nullable StepRequest request) {
    return switch (answer) {
      case StepAnswer.Begin begin -> "";
      case StepAnswer.Passed passed -> "";
      case StepAnswer.TaskEnded ended -> {
        StepResult result = ended.result();
        yield ended.raises()
            ? error("TaskFailed", describe(request, result.result()), Json.result(result))
            : looks ? "R" + json(Json.result(result)) : "";
      }
      case StepAnswer.FlowEnded ended -> {
        Map<String, @Nullable Object> result = Json.result(ended.result());
        yield ended.raises() != Raises.NOTHING
            ? error(
                ended.raises() == Raises.CHILD_FAILED ? "ChildFailed" : "ChildAborted",
                name(request) + " ended " + ended.result().status(),
                result)
            : looks ? "C" + json(result) : "";
      }
      case StepAnswer.Refused refused ->
          error("GateRefused", "gate " + refused.gate() + ": " + refused.reason(), null);
      case StepAnswer.Wrong wrong -> error(wrong.error(), wrong.message(), null);
    };
  }

  private static String describe(@Nullable StepRequest request, TaskResult result) {
    String why = result.message() == null ? "" : ": " + result.message();
    return name(request) + " " + result.outcome() + why;
  }

  private static String name(@Nullable StepRequest request) {
    if (request instanceof StepRequest.Once once) {
      return name(once.step());
    }
    if (request instanceof StepRequest.Task task) {
      return task.id();
    }
    return request instanceof StepRequest.Flow flow ? flow.id() : "the step";
  }

  private static String error(
      String name, String message, @Nullable Map<String, @Nullable Object> result) {
    Map<String, @Nullable Object> error = new LinkedHashMap<>();
    error.put("name", name);
    error.put("message", message);
    error.put("result", result);
    return "X" + json(error);
  }

  private static String json(Map<String, @Nullable Object> map) {
    return Value.of("answer", map).json();
  }
}
