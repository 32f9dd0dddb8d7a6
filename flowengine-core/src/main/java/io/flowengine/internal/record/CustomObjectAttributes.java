package io.flowengine.internal.record;

import io.flowengine.execution.Filter;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.Page;
import io.flowengine.execution.Query;
import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import io.flowengine.execution.Value;
import io.flowengine.internal.argument.Errors;
import io.flowengine.spi.Store;
import io.flowengine.spi.StoredRecord;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks the attributes of a custom object against its template. The template describes each
 * attribute as a dict: {@code type} (string, integer, number, boolean, object, array, reference),
 * {@code required}, {@code unique}, {@code enum}, and for a reference the {@code object_template}
 * it must belong to.
 */
final class CustomObjectAttributes {
  private static final Set<String> TYPES =
      Set.of("string", "integer", "number", "boolean", "object", "array", "reference");

  private final Store store;
  private final StoredRecord template;
  private final Map<String, @Nullable Object> described;

  CustomObjectAttributes(Store store, StoredRecord template) {
    this.store = store;
    this.template = template;
    this.described = map(template.fields().toMap().get("attributes"));
  }

  /** Refuses a template whose attributes are not described as they must be. */
  static void requireTemplate(Map<String, @Nullable Object> attributes) {
    attributes.forEach(
        (name, given) -> {
          Object type = given instanceof Map<?, ?> description ? description.get("type") : null;
          if (type == null || !TYPES.contains(type)) {
            throw invalid(
                "attribute '"
                    + name
                    + "' of an object template must be a dict with a type, one of "
                    + TYPES.stream().sorted().toList()
                    + ", was "
                    + given);
          }
        });
  }

  /** Refuses attributes that the template does not allow. */
  void require(String id, Map<String, @Nullable Object> attributes) {
    for (String name : attributes.keySet()) {
      if (!described.containsKey(name)) {
        throw refused(name, "is not an attribute of the template; it has " + described.keySet());
      }
    }
    described.forEach(
        (name, description) -> require(id, name, map(description), attributes.get(name)));
  }

  private void require(
      String id, String name, Map<String, @Nullable Object> description, @Nullable Object value) {
    if (value == null) {
      if (Boolean.TRUE.equals(description.get("required"))) {
        throw refused(name, "is required");
      }
      return;
    }
    String type = String.valueOf(description.get("type"));
    if (!fits(type, value)) {
      throw refused(
          name, "must be of type " + type + ", was " + InvalidInputException.shown(value));
    }
    if (description.get("enum") instanceof List<?> allowed && !allowed.contains(value)) {
      throw refused(
          name, "must be one of " + allowed + ", was " + InvalidInputException.shown(value));
    }
    if (type.equals("reference")) {
      requireReference(name, description, String.valueOf(value));
    }
    if (Boolean.TRUE.equals(description.get("unique"))) {
      requireUnique(id, name, value);
    }
  }

  private static boolean fits(String type, Object value) {
    return switch (type) {
      case "string", "reference" -> value instanceof String;
      case "integer" -> value instanceof Long || value instanceof BigInteger;
      case "number" -> value instanceof Number;
      case "boolean" -> value instanceof Boolean;
      case "object" -> value instanceof Map<?, ?>;
      default -> value instanceof List<?>;
    };
  }

  private void requireReference(
      String name, Map<String, @Nullable Object> description, String target) {
    StoredRecord found =
        store
            .record(new RecordRef(RecordType.CUSTOM_OBJECT, "id", target))
            .or(() -> store.record(RecordRef.of(RecordType.CUSTOM_OBJECT, target)))
            .filter(record -> !record.deleted())
            .orElseThrow(
                () ->
                    refused(
                        name,
                        "must be the id or name of a custom object, was "
                            + InvalidInputException.shown(target)));
    Object wanted = description.get("object_template");
    if (wanted instanceof String named) {
      Object actual = found.fields().toMap().get("object_template_id");
      boolean belongs =
          store
              .record(RecordRef.of(RecordType.OBJECT_TEMPLATE, named))
              .map(StoredRecord::id)
              .filter(id -> id.equals(actual))
              .isPresent();
      if (!belongs) {
        throw refused(name, "must refer to an object of the template " + named);
      }
    }
  }

  private void requireUnique(String id, String name, Object value) {
    String cursor = null;
    Filter siblings =
        new Filter.And(
            List.of(
                Filter.eq("object_template_id", template.id()), Filter.eq("is_deleted", false)));
    do {
      Page<StoredRecord> page =
          store.records(
              RecordType.CUSTOM_OBJECT,
              Query.where(siblings).orderBy("id").limit(1000).after(cursor));
      for (StoredRecord other : page.items()) {
        Object theirs = map(other.fields().toMap().get("attributes")).get(name);
        if (!other.id().equals(id) && value.equals(theirs)) {
          throw refused(name, "must be unique; " + other.name() + " has " + value + " too");
        }
      }
      cursor = page.cursor();
    } while (cursor != null);
  }

  private Errors.CallFailed refused(String attribute, String why) {
    return invalid(
        "attributes." + attribute + " of an object of template " + template.name() + " " + why);
  }

  private static Errors.CallFailed invalid(String message) {
    return Errors.failed("SchemaValidationError", message);
  }

  static Map<String, @Nullable Object> map(@Nullable Object stored) {
    return stored instanceof Map<?, ?> ? Value.of(stored).toMap() : new LinkedHashMap<>();
  }
}
