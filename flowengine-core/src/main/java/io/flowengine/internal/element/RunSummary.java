package io.flowengine.internal.element;

import static java.util.stream.Collectors.joining;

import io.flowengine.element.ElementStatus;
import io.flowengine.element.RunStatus;
import io.flowengine.element.TaskResult;
import io.flowengine.execution.FlowEngineException;
import io.flowengine.execution.Value;
import io.flowengine.spi.ScriptFailedException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What an execution tells of a run that is over. */
record RunSummary(ElementRun run) {
  private static final int MOST_NAMED = 5;

  static String errorName(RuntimeException e) {
    String name = e.getClass().getSimpleName();
    return e instanceof FlowEngineException ? name.replaceFirst("Exception$", "Error") : name;
  }

  /** The outputs of a run that went well; else the error of the execution. */
  Value conclude() {
    Value outputs = Value.of(outputs());
    if (run.status().isSuccess()) {
      return outputs;
    }
    throw new ScriptFailedException(
        "ElementsFailedError", describe(), "", List.of(), null, outputs);
  }

  Map<String, Object> outputs() {
    Map<ElementStatus, List<String>> ids = new EnumMap<>(ElementStatus.class);
    Map<String, Object> handedBack = new LinkedHashMap<>();
    for (Member member : run.members()) {
      ids.computeIfAbsent(Objects.requireNonNull(member.status), key -> new ArrayList<>())
          .add(member.id());
      if (!member.outputs.isEmpty()) {
        handedBack.put(member.id(), member.outputs);
      }
    }
    Map<String, Object> counts = new LinkedHashMap<>();
    Map<String, Object> elements = new LinkedHashMap<>();
    ids.forEach(
        (status, found) -> {
          counts.put(status.name(), found.size());
          elements.put(status.name(), found);
        });
    Map<String, Object> outputs = new LinkedHashMap<>();
    outputs.put("status", run.status().name());
    outputs.put("counts", counts);
    outputs.put("elements", elements);
    if (!handedBack.isEmpty()) {
      outputs.put("outputs", handedBack);
    }
    return outputs;
  }

  /** For example: flow F1: 2 of 4 elements failed: E2 (B: IOException: no route), E3 (…). */
  private String describe() {
    List<Member> failed =
        run.members().stream().filter(member -> member.status == ElementStatus.FAILED).toList();
    String named =
        failed.stream()
            .limit(MOST_NAMED)
            .map(member -> member.id() + because(member))
            .collect(joining(", "));
    List<String> parts = new ArrayList<>();
    parts.add(
        failed.size()
            + " of "
            + run.members().size()
            + " elements failed"
            + (named.isEmpty() ? "" : ": " + named)
            + (failed.size() > MOST_NAMED ? " and " + (failed.size() - MOST_NAMED) + " more" : ""));
    if (run.members().isEmpty()) {
      parts.add("there was no element to work on");
    }
    if (run.status() == RunStatus.ABORTED) {
      parts.add("the run was cut short by its thresholds or at a gate");
    }
    if (run.status() == RunStatus.TIMED_OUT) {
      parts.add("its time was over");
    }
    return "flow " + run.flow().name() + ": " + String.join("; ", parts);
  }

  private static String because(Member member) {
    Results.View results = member.results();
    if (member.failedAt < 0 || member.failedAt >= results.size()) {
      return "";
    }
    TaskResult result = results.result(member.failedAt).result();
    return " ("
        + results.step(member.failedAt)
        + ": "
        + Objects.requireNonNullElse(result.message(), result.outcome().name())
        + ")";
  }
}
