package io.flowengine.internal.start;

import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.Value;
import io.flowengine.flow.SchemaValidationException;
import io.flowengine.internal.argument.DevelopmentMode;
import io.flowengine.internal.argument.Fields;
import io.flowengine.internal.node.Services;
import io.flowengine.internal.source.FlowDefinition;
import io.flowengine.spi.SchemaValidator;
import io.flowengine.spi.StoredRecord;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the record of a flow says about its executions. A flow of a folder or in Java has one only
 * if somebody has saved something about it.
 *
 * @param record the record that holds the flow; null if none does
 * @param fields what is said
 */
public record FlowDefaults(@Nullable StoredRecord record, Map<String, @Nullable Object> fields) {
  private static final String OUTPUT_SCHEMA = "_output_schema";

  /**
   * Reads what a flow says.
   *
   * @param services the engine
   * @param flow the flow
   * @return its defaults
   */
  public static FlowDefaults of(Services services, FlowDefinition flow) {
    StoredRecord record = flow.record();
    return new FlowDefaults(
        record, record == null ? services.catalog().attachments().saidOf(flow) : flow.fields());
  }

  /** {@return the priority of its executions unless they are given another one} */
  public int priority() {
    return fields.get("priority") instanceof Long priority ? priority.intValue() : 0;
  }

  /** {@return how long its executions may take; null if it does not say} */
  public @Nullable Duration limit() {
    return Fields.minutes(fields.get("max_runtime_minutes"));
  }

  public @Nullable Object locationInheritance() {
    return fields.get("location_inheritance");
  }

  public @Nullable Object roles() {
    return fields.get("roles");
  }

  /** {@return the project of the flow itself; that of everything that has none if it has none} */
  public String project() {
    return fields.get("project_id") instanceof String project ? project : Location.DEFAULT_PROJECT;
  }

  /**
   * Gives the further fields of an execution with those that come from the flow.
   *
   * @param extras the further fields, a map in stored form
   * @return the same and more
   */
  public Value extras(Value extras) {
    StoredRecord holder = record;
    if (holder == null) {
      return extras;
    }
    Map<String, @Nullable Object> all = new LinkedHashMap<>(extras.toMap());
    all.put("flow_id", holder.id());
    all.remove(OUTPUT_SCHEMA);
    if (fields.get("output_schema") != null) {
      all.put(OUTPUT_SCHEMA, fields.get("output_schema"));
    }
    DevelopmentMode.addOfFlow(all, fields);
    if (fields.get("savepoint_retention") != null) {
      all.putIfAbsent("savepoint_retention", fields.get("savepoint_retention"));
    }
    return Value.of(all);
  }

  /**
   * Refuses inputs that do not fit the schema of the flow.
   *
   * @param services the engine
   * @param inputs the inputs
   * @throws SchemaValidationException with all violations
   */
  public void requireInputs(Services services, Value inputs) {
    Object schema = fields.get("input_schema");
    if (schema == null || record == null) {
      return;
    }
    SchemaValidator validator = services.extensions().requireSchemas("input_schema");
    List<String> violations = validator.violations(Value.of(schema), inputs.untagged());
    if (!violations.isEmpty()) {
      throw new SchemaValidationException(
          "the inputs do not fit the input_schema of flow '"
              + record.name()
              + "': "
              + String.join("; ", violations));
    }
  }

  /** What is wrong with the outputs of an execution; empty if nothing is, or nobody cares. */
  public static List<String> outputViolations(
      Services services, ExecutionRecord record, Value outputs) {
    Value extras = record.attributes().extras();
    Object schema =
        extras.json().contains(OUTPUT_SCHEMA) ? extras.toMap().get(OUTPUT_SCHEMA) : null;
    return schema == null
        ? List.of()
        : services
            .extensions()
            .requireSchemas("output_schema")
            .violations(Value.of(schema), outputs.untagged());
  }
}
