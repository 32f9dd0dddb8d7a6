package io.flowengine.internal.record;

import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import io.flowengine.execution.Value;
import io.flowengine.internal.argument.Errors;
import io.flowengine.internal.argument.Fields;
import io.flowengine.internal.node.Part;
import io.flowengine.internal.node.Services;
import io.flowengine.internal.source.Attachments;
import io.flowengine.internal.source.StoredFlows;
import io.flowengine.internal.start.Location;
import io.flowengine.spi.StoredRecord;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A flow that is a record: it has a script, in the language of the flow that saves it. */
public final class FlowRecordHook implements RecordHook {
  private static final Set<String> ATTACHING = Set.of("wrapper", "wrapper_id", "wrapper_name");
  private static final String ATTACHED = "_attached";

  /** True if fields say nothing that a flow which is no record could not be given. */
  public static boolean isAttachment(Map<String, @Nullable Object> fields) {
    return !fields.isEmpty()
        && fields.keySet().stream()
            .allMatch(name -> ATTACHING.contains(name) || Attachments.SAID.contains(name));
  }

  /** The fields of a record that attaches a wrapper, or says more, to a flow that is no record. */
  public static Map<String, @Nullable Object> attaching(Map<String, @Nullable Object> fields) {
    Map<String, @Nullable Object> attaching = new LinkedHashMap<>(fields);
    attaching.put(ATTACHED, true);
    return attaching;
  }

  @Override
  public void saving(
      RecordChange change,
      Map<String, @Nullable Object> fields,
      Map<String, @Nullable Object> given) {
    requireLegible(given);
    if (given.containsKey(ATTACHED)) {
      return;
    }
    requireNotInstalled(change.author().services(), given.get("name"));
    if (!(Value.of(fields.get("script")).toObject() instanceof String text) || text.isBlank()) {
      throw new InvalidInputException("script", "must be the text of the flow", "nothing");
    }
    fields.putIfAbsent(StoredFlows.LANGUAGE, change.author().scriptLanguage());
    for (String schema : List.of("input_schema", "output_schema")) {
      if (given.get(schema) != null) {
        change
            .author()
            .services()
            .extensions()
            .requireSchemas(schema)
            .requireValid(Value.of(schema, given.get(schema)).untagged());
      }
    }
  }

  private static void requireLegible(Map<String, @Nullable Object> given) {
    String unused = Location.checked(given.get("location_inheritance"));
    Duration unusedLimit = Fields.minutes(given.get("max_runtime_minutes"));
  }

  /** A flow of a folder or in Java comes first, so a record of its name would be of no use. */
  public static void requireNotInstalled(Services services, @Nullable Object name) {
    if (name instanceof String flow && services.catalog().installed(flow.strip()).isPresent()) {
      throw Errors.failed(
          "PermissionDenied",
          RecordRef.of(RecordType.FLOW, flow.strip())
              + " is read-only: it comes from a folder or is written in Java");
    }
  }

  @Override
  public Part committing(RecordChange change) {
    StoredRecord after = change.after();
    return after == null
        ? Part.NONE
        : WrapperHook.forgetting(
            change.author().services().catalog().attachments().flows(), change, after);
  }
}
