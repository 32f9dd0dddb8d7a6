package io.flowengine.internal.runtime;

import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import io.flowengine.execution.Value;
import io.flowengine.internal.source.StoredFlows;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A flow that is a record: it has a script, in the language of the flow that saves it. */
final class FlowRecordHook implements RecordHook {
  @Override
  public void saving(
      RecordChange change,
      Map<String, @Nullable Object> fields,
      Map<String, @Nullable Object> given) {
    requireNotInstalled(change.run(), given.get("name"));
    if (!(Value.of(fields.get("script")).toObject() instanceof String text) || text.isBlank()) {
      throw new InvalidInputException("script", "must be the text of the flow", "nothing");
    }
    fields.putIfAbsent(StoredFlows.LANGUAGE, language(change.run()));
    String unused = Location.checked(given.get("location_inheritance"));
    Duration unusedLimit = Fields.minutes(given.get("max_runtime_minutes"));
    for (String schema : List.of("input_schema", "output_schema")) {
      if (given.get(schema) != null) {
        change
            .run()
            .services()
            .extensions()
            .requireSchemas(schema)
            .requireValid(Value.of(schema, given.get(schema)).untagged());
      }
    }
  }

  /** A flow of a folder or in Java comes first, so a record of its name would be of no use. */
  static void requireNotInstalled(FlowRun run, @Nullable Object name) {
    if (name instanceof String flow
        && run.services().catalog().installed(flow.strip()).isPresent()) {
      throw Errors.failed(
          "PermissionDenied",
          RecordRef.of(RecordType.FLOW, flow.strip())
              + " is read-only: it comes from a folder or is written in Java");
    }
  }

  private static String language(FlowRun run) {
    List<String> languages = run.services().catalog().languageNames();
    String own = run.record().origin().requires();
    if (languages.contains(own)) {
      return own;
    }
    if (languages.size() == 1) {
      return languages.getFirst();
    }
    throw new InvalidInputException(
        "script",
        languages.isEmpty()
            ? "cannot be saved: the engine has no language; add one with"
                + " FlowEngine.builder().language(...)"
            : "must be saved by a flow of its language; the engine has " + languages,
        run.record().name());
  }
}
