package io.flowengine.yaml;

import io.flowengine.Records;
import io.flowengine.execution.RecordType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gives stored records the form that they have in files. */
final class Form {
  /** Where records are that do not say so. */
  static final String DEFAULT_PROJECT = "Default project";

  private static final Set<String> REFERENCES =
      Set.of("project", "bundle", "flow", "scheduler", "setting", "wrapper");

  private final Records records;

  Form(Records records) {
    this.records = records;
  }

  /** A stored record; empty if there is none of this name. */
  Optional<Resource> of(Kind kind, String name) {
    return records.find(kind.type(), name).map(fields -> of(kind, name, fields));
  }

  private Resource of(Kind kind, String name, Map<String, @Nullable Object> stored) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    for (String field : records.blank(kind.type()).keySet()) {
      String stem = stem(field);
      if (REFERENCES.contains(stem)) {
        fields.put(stem, named(stem, stored.get(field)));
      } else if (!field.equals("script")) {
        fields.put(field, Values.plain(stored.get(field)));
      }
    }
    Map<String, @Nullable Object> shown = withoutDefaults(kind, fields);
    for (List<String> path : records.secrets(kind.type(), name)) {
      Values.leaveOut(shown, path);
    }
    return new Resource(
        kind, name, shown, stored.get("script") instanceof String text ? text : null);
  }

  private @Nullable Object named(String stem, @Nullable Object id) {
    return id == null
        ? null
        : records
            .find(RecordType.of(stem), id.toString())
            .map(found -> found.get("name"))
            .orElse(id);
  }

  /** The fields that are not what they are in a new record. */
  Map<String, @Nullable Object> withoutDefaults(Kind kind, Map<String, @Nullable Object> fields) {
    Map<String, @Nullable Object> blank = blank(kind);
    Map<String, @Nullable Object> rest = new LinkedHashMap<>();
    fields.forEach(
        (field, value) -> {
          if (!blank.containsKey(field) || !Objects.equals(blank.get(field), value)) {
            rest.put(field, value);
          }
        });
    return rest;
  }

  /** All fields but the script as they are in a new record. */
  Map<String, @Nullable Object> blank(Kind kind) {
    Map<String, @Nullable Object> blank = new LinkedHashMap<>();
    records
        .blank(kind.type())
        .forEach(
            (field, value) -> {
              String stem = stem(field);
              if (!field.equals("script")) {
                blank.put(REFERENCES.contains(stem) ? stem : field, Values.plain(value));
              }
            });
    if (kind != Kind.PROJECTS) {
      blank.put("project", DEFAULT_PROJECT);
    }
    return blank;
  }

  private static String stem(String field) {
    return field.endsWith("_id") ? field.substring(0, field.length() - 3) : field;
  }
}
