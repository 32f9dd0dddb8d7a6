package io.flowengine.internal.start;

import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import io.flowengine.execution.ResourceNotFoundException;
import io.flowengine.internal.node.Services;
import io.flowengine.internal.source.Wrapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** In which project an execution is. */
public final class Location {
  /** The id of the project that always exists, the same in every store. */
  public static final String DEFAULT_PROJECT = "00000000-0000-7000-8000-000000000001";

  private static final List<String> INHERITANCE =
      List.of("created_by", "default", "wrapped_resource", "resource");

  private Location() {}

  /**
   * Where an execution is that does not name its project: where its creator is, unless {@code
   * location_inheritance} says otherwise.
   *
   * @param resource where the flow is that it runs; the default project for a script, a connection
   *     without a stored connector, and flows of folders and of Java, which are nowhere
   */
  public static @Nullable String inherited(
      @Nullable Object inheritance, ExecutionRecord creator, String resource) {
    return inherited(inheritance, creator, resource, null);
  }

  /** Where an execution is that may be one of a wrapper around the resource. */
  public static @Nullable String inherited(
      @Nullable Object inheritance,
      ExecutionRecord creator,
      String resource,
      @Nullable Wrapper wrapper) {
    return switch (checked(inheritance)) {
      case "created_by" -> creator.attributes().projectId();
      case "default" -> DEFAULT_PROJECT;
      case "resource" -> wrapper == null ? resource : of(wrapper);
      default -> resource;
    };
  }

  /** Where a wrapper is; what is not stored, or belongs to a bundle, is in the default project. */
  private static String of(Wrapper wrapper) {
    String project = wrapper.field("project_id");
    return project == null || wrapper.field("bundle_id") != null ? DEFAULT_PROJECT : project;
  }

  /** Where the flow is that an execution runs. */
  public static String ofFlow(Services services, ExecutionRecord execution) {
    return services
        .catalog()
        .find(String.valueOf(execution.field("flow_name")))
        .map(flow -> FlowDefaults.of(services, flow).project())
        .orElse(DEFAULT_PROJECT);
  }

  /** A value of {@code location_inheritance}; that of executions for none. */
  public static String checked(@Nullable Object inheritance) {
    String value =
        inheritance == null ? "created_by" : String.valueOf(inheritance).replace('-', '_');
    if (!INHERITANCE.contains(value)) {
      throw new InvalidInputException(
          "location_inheritance", "must be one of " + INHERITANCE, inheritance);
    }
    return value;
  }

  /** The project that fields name by id or name; null if they name none. */
  public static @Nullable String named(Services services, Map<String, @Nullable Object> fields) {
    RecordRef ref =
        fields.get("project_id") instanceof String id
            ? new RecordRef(RecordType.PROJECT, "id", id)
            : fields.get("project_name") instanceof String name
                ? RecordRef.of(RecordType.PROJECT, name)
                : null;
    return ref == null
        ? null
        : services
            .store()
            .record(ref)
            .filter(project -> !project.deleted())
            .orElseThrow(() -> new ResourceNotFoundException(ref))
            .id();
  }

  /** The fields with the id of the project in place of its name. */
  public static Map<String, @Nullable Object> resolved(
      Services services, Map<String, @Nullable Object> fields) {
    String project = named(services, fields);
    if (project == null) {
      return fields;
    }
    Map<String, @Nullable Object> resolved = new LinkedHashMap<>(fields);
    resolved.remove("project_name");
    resolved.put("project_id", project);
    return resolved;
  }
}
