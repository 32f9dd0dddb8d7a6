package io.flowengine.internal.record;

import static io.flowengine.internal.record.RecordField.Kind.DICT;
import static io.flowengine.internal.record.RecordField.Kind.FLAG;
import static io.flowengine.internal.record.RecordField.Kind.INTEGER;
import static io.flowengine.internal.record.RecordField.Kind.JSON;
import static io.flowengine.internal.record.RecordField.Kind.NAMES;
import static io.flowengine.internal.record.RecordField.Kind.NUMBERS;
import static io.flowengine.internal.record.RecordField.Kind.TEXT;
import static io.flowengine.internal.record.RecordField.Kind.TIME;

import io.flowengine.execution.RecordType;
import java.util.EnumMap;
import java.util.Map;

/**
 * The record types, one row each. Executions are not among them: they have a table of their own.
 */
public final class RecordDescriptors {
  private static final Map<RecordType, RecordDescriptor> ALL = all();

  private RecordDescriptors() {}

  /** The descriptor of a type that is not {@link RecordType#EXECUTION}. */
  public static RecordDescriptor of(RecordType type) {
    RecordDescriptor descriptor = ALL.get(type);
    if (descriptor == null) {
      throw new IllegalArgumentException("records of type " + type + " have no descriptor");
    }
    return descriptor;
  }

  private static Map<RecordType, RecordDescriptor> all() {
    Map<RecordType, RecordDescriptor> all = new EnumMap<>(RecordType.class);
    for (RecordType type : RecordType.values()) {
      if (type != RecordType.EXECUTION) {
        all.put(type, described(RecordDescriptor.of(type)));
      }
    }
    return all;
  }

  private static RecordDescriptor described(RecordDescriptor plain) {
    return switch (plain.type()) {
      case CONNECTOR ->
          plain
              .with(TEXT, "connector_type", "wrapper_id")
              .with(JSON, "value", "vault_secrets")
              .with(ParsedValue::new);
      case CUSTOM_OBJECT ->
          plain
              .with(TEXT, "object_template_id")
              .with(DICT, "attributes")
              .with(CustomObjectHook::new);
      case FILE ->
          plain
              .with(RecordField.Kind.CONTENT, "content")
              .withReadOnly(INTEGER, "content_size_bytes")
              .with(FileContent::new);
      case FLOW -> flow(plain);
      case MESSAGE -> message(plain);
      case OBJECT_TEMPLATE ->
          plain
              .with(DICT, "attributes")
              .with(TEXT, "on_create", "on_update", "on_delete")
              .with(ObjectTemplateHook::new);
      case SCHEDULE -> schedule(plain);
      case SCHEDULER -> plain.with(TEXT, "script", "wrapper_id");
      case SETTING -> plain.with(JSON, "value").with(SettingHook::new);
      case WRAPPER -> plain.with(TEXT, "script", "wrapper_id").with(WrapperHook::new);
      case USER, ROLE ->
          plain
              .with(TEXT, "icon", "pending_email")
              .with(FLAG, "is_enabled", "is_engine_user", "is_ssp_user")
              .with(NAMES, "roles");
      case WEBHOOK -> webhook(plain);
      default -> plain;
    };
  }

  private static RecordDescriptor flow(RecordDescriptor plain) {
    return plain
        .with(TEXT, "script", "location_inheritance", "wrapper_id")
        .with(NUMBERS, "breakpoints")
        .with(JSON, "input_schema", "output_schema")
        .with(INTEGER, "max_runtime_minutes", "priority", "savepoint_retention")
        .with(NAMES, "roles")
        .with(FLAG, "is_productive")
        .with(FlowRecordHook::new);
  }

  private static RecordDescriptor schedule(RecordDescriptor plain) {
    return plain
        .with(TEXT, "flow_id", "scheduler_id", "setting_id", "cron", "zone")
        .with(TEXT, "recurrence", "misfire", "overlap", "wrapper_id")
        .with(TEXT, "should_run", "on_failure", "on_recovery", "on_success")
        .with(JSON, "configuration", "every", "at", "jitter", "anchor", "misfire_grace")
        .with(JSON, "rule", "retry")
        .with(INTEGER, "max_catch_up", "queue_limit", "failure_times", "recovery_times")
        .with(DICT, "inputs")
        .with(FLAG, "is_enabled", "failure_exact")
        .with(NAMES, "roles")
        .with(TIME, "paused_until")
        .withReadOnly(JSON, "next_runs")
        .startingWith(Map.of("is_enabled", true))
        .with(ScheduleHook::new);
  }

  private static RecordDescriptor message(RecordDescriptor plain) {
    return plain
        .withReadOnly(TEXT, "subject", "message", "request", "message_type", "execution_id")
        .withReadOnly(FLAG, "is_submitted")
        .withReadOnly(JSON, "body", "response")
        .with(MessageHook::new);
  }

  private static RecordDescriptor webhook(RecordDescriptor plain) {
    return plain
        .with(TEXT, "flow_id", "execution_location", "key")
        .with(FLAG, "is_enabled", "is_key_required", "is_productive")
        .with(NAMES, "roles")
        .startingWith(Map.of("is_enabled", false, "is_key_required", false, "is_productive", true));
  }
}
