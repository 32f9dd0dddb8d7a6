package io.flowengine.internal.record;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.Failure;
import io.flowengine.execution.FlowEngineException;
import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import io.flowengine.execution.Value;
import io.flowengine.internal.node.Services;
import io.flowengine.internal.recurring.SchedulePlan;
import io.flowengine.internal.source.Catalog;
import io.flowengine.resource.RecordProblem;
import io.flowengine.spi.FlowScript;
import io.flowengine.spi.ScriptFailedException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds out whether a record could be saved, without saving it. */
public final class RecordCheck {
  private final Services services;
  private final RecordType type;
  private final Set<RecordRef> planned;
  private final RecordWriter writer;
  private final List<RecordProblem> problems = new ArrayList<>();

  private RecordCheck(Services services, RecordType type, Set<RecordRef> planned) {
    this.services = services;
    this.type = type;
    this.planned = planned;
    this.writer = RecordWriter.of(Author.host(services), type);
  }

  /**
   * Checks a record.
   *
   * @param services the engine
   * @param type its type
   * @param name its name
   * @param fields the new values
   * @param planned records that do not exist yet and will be saved before this one
   * @return what is wrong; each field by itself, and the record as a whole if all fields are right
   */
  public static List<RecordProblem> of(
      Services services,
      RecordType type,
      String name,
      Map<String, ? extends @Nullable Object> fields,
      Set<RecordRef> planned) {
    RecordCheck check = new RecordCheck(services, type, planned);
    check.run(name, Value.of(type.scriptName(), fields).toMap());
    return check.problems;
  }

  private void run(String name, Map<String, @Nullable Object> fields) {
    Map<String, @Nullable Object> later = new LinkedHashMap<>();
    fields.forEach((field, value) -> check(name, field, value, later));
    if (!problems.isEmpty()) {
      return;
    }
    Map<String, @Nullable Object> whole = new LinkedHashMap<>(fields);
    whole.keySet().removeAll(later.keySet());
    later.forEach((field, value) -> whole.put(RecordDescriptor.stem(field) + "_id", value));
    whole.put(RecordHook.PLANNED, plannedFlows());
    try {
      HostRecords.rehearse(services, writer, type, name, whole);
    } catch (FlowEngineException e) {
      problems.add(new RecordProblem(null, 0, message(e)));
    }
  }

  private void check(
      String name, String field, @Nullable Object value, Map<String, @Nullable Object> later) {
    try {
      writer.requireWritable(Collections.singletonMap(field, value));
      RecordType named = RecordDescriptors.of(type).named(field);
      if (named != null
          && value instanceof String text
          && planned.contains(RecordRef.of(named, text.strip()))) {
        later.put(field, text.strip());
      } else {
        writer.requireFits(field, value);
      }
      if (type == RecordType.SCHEDULE) {
        requireHelpers(Collections.singletonMap(field, value));
      }
      if (field.equals("script") && value instanceof String text) {
        Catalog catalog = services.catalog();
        FlowScript script =
            catalog.recordScript(name, "<" + type.scriptName() + " " + name + ">", text);
        catalog.language(script.language()).check(script);
      }
    } catch (ScriptFailedException e) {
      List<Failure.Frame> frames = e.frames();
      int line = frames.isEmpty() ? 0 : frames.getFirst().line();
      problems.add(new RecordProblem(field, line, message(e)));
    } catch (FlowEngineException e) {
      problems.add(new RecordProblem(field, 0, message(e)));
    }
  }

  /** Flows that a schedule starts besides its own are named as such, not referred to by a field. */
  private void requireHelpers(Map<String, @Nullable Object> fields) {
    List<String> known = plannedFlows();
    SchedulePlan.helpers(fields).values().stream()
        .filter(flow -> !known.contains(flow))
        .forEach(services.catalog()::require);
  }

  private List<String> plannedFlows() {
    return planned.stream()
        .filter(ref -> ref.type() == RecordType.FLOW && ref.by().equals("name"))
        .map(RecordRef::select)
        .toList();
  }

  private static String message(FlowEngineException e) {
    return requireNonNull(e.getMessage(), "errors say what is wrong");
  }
}
