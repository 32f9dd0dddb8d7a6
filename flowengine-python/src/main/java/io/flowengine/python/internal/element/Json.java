package io.flowengine.python.internal.element;

import io.flowengine.element.ChildResult;
import io.flowengine.element.Element;
import io.flowengine.element.ElementContext;
import io.flowengine.element.StepResult;
import io.flowengine.execution.Value;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What scripts are told, in stored form. */
final class Json {
  private Json() {}

  static String element(Element element) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("id", element.id());
    map.put("name", element.name());
    map.put("profile", element.profile());
    map.put("groups", List.copyOf(element.groups()));
    map.put("tags", List.copyOf(element.tags()));
    map.put("settings", element.settings());
    return Value.of("element", map).json();
  }

  static String context(ElementContext context) {
    return Value.of("context", context.toMap()).json();
  }

  /** Which elements a run has, and the inputs of its flow. */
  static String run(
      String flow, List<ElementContext> elements, Map<String, ? extends @Nullable Object> inputs) {
    List<String> ids = elements.stream().map(context -> context.element().id()).toList();
    return Value.of("run", Map.of("flow", flow, "elements", ids, "inputs", inputs)).json();
  }

  static Map<String, @Nullable Object> result(StepResult step) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("outcome", step.result().outcome().name());
    map.put("changed", step.result().changed());
    map.put("value", step.result().value().toObject());
    map.put("error", step.result().message());
    map.put("attempts", step.attempts());
    map.put("started", step.started().atOffset(ZoneOffset.UTC));
    map.put("ended", step.ended().atOffset(ZoneOffset.UTC));
    return map;
  }

  static String results(List<StepResult> steps) {
    return Value.of("results", steps.stream().map(Json::result).toList()).json();
  }

  static Map<String, @Nullable Object> result(ChildResult child) {
    Map<String, Object> elements = new LinkedHashMap<>();
    child.elements().forEach((id, status) -> elements.put(id, status.name()));
    Map<String, @Nullable Object> outputs = new LinkedHashMap<>();
    child.outputs().forEach((id, value) -> outputs.put(id, value.toObject()));
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("ok", child.isOk());
    map.put("status", child.status().name());
    map.put("elements", elements);
    map.put("outputs", outputs);
    map.put("run_id", child.runId());
    return map;
  }
}
