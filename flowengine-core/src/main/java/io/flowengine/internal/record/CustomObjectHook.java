package io.flowengine.internal.record;

import io.flowengine.execution.ExecutionRecord.Attributes;
import io.flowengine.execution.ExecutionType;
import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import io.flowengine.execution.ResourceNotFoundException;
import io.flowengine.execution.Value;
import io.flowengine.internal.argument.Errors;
import io.flowengine.internal.node.Part;
import io.flowengine.internal.node.Services;
import io.flowengine.internal.source.FlowDefinition;
import io.flowengine.internal.start.Creation;
import io.flowengine.spi.StoredRecord;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Custom objects: attributes are merged and checked against the template, and each change starts
 * the flow that the template names for it, in the same commit.
 */
final class CustomObjectHook implements RecordHook {
  @Override
  public void saving(
      RecordChange change,
      Map<String, @Nullable Object> fields,
      Map<String, @Nullable Object> given) {
    StoredRecord template = template(change.author(), fields.get("object_template_id"));
    StoredRecord before = change.before();
    Map<String, @Nullable Object> attributes =
        before == null
            ? new LinkedHashMap<>()
            : CustomObjectAttributes.map(before.fields().toMap().get("attributes"));
    attributes.putAll(CustomObjectAttributes.map(given.get("attributes")));
    Value plain = Value.of("attributes", attributes).untagged();
    new CustomObjectAttributes(change.author().services().store(), template)
        .require(before == null ? "" : before.id(), plain.toMap());
    fields.put("object_template_id", template.id());
    fields.put("attributes", plain);
  }

  private static StoredRecord template(Author author, @Nullable Object id) {
    String given =
        id instanceof Value value ? String.valueOf(value.toObject()) : String.valueOf(id);
    if (id == null || given.equals("null")) {
      throw Errors.failed(
          "SchemaValidationError",
          "a custom object needs a template: give object_template_id or object_template_name");
    }
    RecordRef ref = new RecordRef(RecordType.OBJECT_TEMPLATE, "id", given);
    return author
        .services()
        .store()
        .record(ref)
        .filter(record -> !record.deleted())
        .orElseThrow(() -> new ResourceNotFoundException(ref));
  }

  @Override
  public Part committing(RecordChange change) {
    StoredRecord after = change.after();
    if (after == null) {
      return Part.NONE;
    }
    String event = after.deleted() ? "delete" : change.before() == null ? "create" : "update";
    RecordRef ref =
        new RecordRef(
            RecordType.OBJECT_TEMPLATE,
            "id",
            String.valueOf(after.fields().toMap().get("object_template_id")));
    Services services = change.author().services();
    Object flow =
        services
            .store()
            .record(ref)
            .map(template -> template.fields().toMap().get("on_" + event))
            .orElse(null);
    return flow instanceof String name ? hook(change.author(), after, event, name) : Part.NONE;
  }

  /** The execution belongs to nobody: it goes on when the flow that changed the object ends. */
  private static Part hook(Author author, StoredRecord object, String event, String flow) {
    Services services = author.services();
    FlowDefinition definition = services.catalog().require(flow);
    Map<String, Object> inputs = new LinkedHashMap<>();
    inputs.put("custom_object", new RecordRef(RecordType.CUSTOM_OBJECT, "id", object.id()));
    inputs.put("event", event);
    Attributes attributes =
        new Attributes(
            definition.name(),
            Value.of(inputs),
            0,
            author.project(),
            null,
            null,
            Value.of(Map.of("custom_object_id", object.id())));
    return Creation.of(
        services,
        ExecutionType.FLOW,
        definition,
        null,
        attributes,
        new Creation.Start(Creation.Mode.RUN, null));
  }
}
