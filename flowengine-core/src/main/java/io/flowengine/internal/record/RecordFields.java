package io.flowengine.internal.record;

import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.RecordType;
import io.flowengine.internal.argument.Protection;
import io.flowengine.internal.argument.Times;
import io.flowengine.internal.node.Services;
import io.flowengine.internal.source.FlowDefinition;
import io.flowengine.internal.start.ScheduleFires;
import io.flowengine.spi.StoredRecord;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Records as scripts see them: all fields by name, times as text. */
public final class RecordFields {
  private RecordFields() {}

  /** The names of the fields of a type. */
  public static Set<String> names(RecordType type) {
    return type == RecordType.EXECUTION
        ? ExecutionRecord.fields()
        : RecordDescriptors.of(type).names();
  }

  private static Map<String, @Nullable Object> empty(RecordType type) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    RecordDescriptors.of(type).names().forEach(name -> fields.put(name, null));
    fields.put("is_readonly", false);
    return fields;
  }

  /** A stored record. */
  public static Map<String, @Nullable Object> of(StoredRecord record) {
    Map<String, @Nullable Object> fields = empty(record.type());
    record
        .fields()
        .toMap()
        .forEach(
            (name, value) -> {
              if (!name.startsWith("_")) {
                fields.put(name, value);
              }
            });
    fields.put("id", record.id());
    if (record.type() != RecordType.MESSAGE || fields.get("name") == null) {
      fields.put("name", record.name()); // that of a message need not be unique, so it is a field
    }
    fields.put("is_deleted", record.deleted());
    fields.replaceAll((name, value) -> text(value));
    return fields;
  }

  /** A stored record with the fields that are made when they are asked for. */
  public static Map<String, @Nullable Object> of(StoredRecord record, Services services) {
    Map<String, @Nullable Object> fields = of(record);
    if (record.type() == RecordType.SCHEDULE) {
      fields.put("next_runs", ScheduleFires.next(services, record));
    }
    return fields;
  }

  /** A flow that comes from a folder or from Java. */
  public static Map<String, @Nullable Object> of(FlowDefinition flow) {
    Map<String, @Nullable Object> fields = empty(RecordType.FLOW);
    fields.put("id", flow.name());
    fields.put("name", flow.name());
    fields.put("script", flow.script() == null ? null : flow.script().text());
    fields.put("is_deleted", false);
    fields.put("is_readonly", true);
    return fields;
  }

  /** An execution as everybody sees it. */
  public static Map<String, @Nullable Object> of(ExecutionRecord record) {
    return of(Protection.redacted(record), true);
  }

  /** An execution as somebody sees it: redacted as far as it must be. */
  public static Map<String, @Nullable Object> of(ExecutionRecord record, boolean withValues) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    for (String name : ExecutionRecord.fields()) {
      boolean value = name.equals("input_value") || name.equals("output_value");
      if (!value) {
        fields.put(name, text(record.field(name)));
      } else if (withValues) {
        fields.put(
            name,
            name.equals("input_value") ? record.attributes().inputs() : record.state().outputs());
      }
    }
    return fields;
  }

  private static @Nullable Object text(@Nullable Object time) {
    if (time instanceof Instant instant) {
      return Times.text(instant);
    }
    return time instanceof OffsetDateTime at ? Times.text(at.toInstant()) : time;
  }
}
