package io.flowengine.yaml;

import io.flowengine.Records;
import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import io.flowengine.resource.RecordProblem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Saves the records of a folder: all of them, or none if one of them is wrong. */
final class Importer {
  private final Records records;
  private final Form form;
  private final List<Violation> violations = new ArrayList<>();
  private final List<RecordRef> unchanged = new ArrayList<>();

  /** A record that is to be saved. */
  private record Change(Resource resource, boolean isNew, Map<String, @Nullable Object> fields) {}

  Importer(Records records) {
    this.records = records;
    this.form = new Form(records);
  }

  ImportReport run(Path folder) {
    List<FoundResource> found = new FolderReader(folder, violations).read();
    List<Change> changes = new ArrayList<>();
    Set<RecordRef> planned = new HashSet<>();
    for (FoundResource each : found) {
      if (records.find(each.resource().kind().type(), each.resource().name()).isEmpty()) {
        planned.add(each.resource().ref());
      }
    }
    for (FoundResource each : WrapperOrder.sorted(found, violations)) {
      change(each)
          .ifPresent(
              change -> {
                check(each, change, planned);
                changes.add(change);
              });
    }
    if (!violations.isEmpty()) {
      violations.sort(Comparator.comparing(Violation::file).thenComparingInt(Violation::line));
      throw new InvalidResourcesException(violations);
    }
    return save(changes);
  }

  private ImportReport save(List<Change> changes) {
    List<RecordRef> created = new ArrayList<>();
    List<RecordRef> changed = new ArrayList<>();
    for (Change change : changes) {
      Resource resource = change.resource;
      records.save(resource.kind().type(), resource.name(), change.fields);
      (change.isNew ? created : changed).add(resource.ref());
    }
    return new ImportReport(created, changed, unchanged);
  }

  private void check(FoundResource found, Change change, Set<RecordRef> planned) {
    RecordType type = change.resource.kind().type();
    for (RecordProblem problem :
        records.check(type, change.resource.name(), change.fields, planned)) {
      violations.add(found.violation(problem.field(), problem.line(), problem.message()));
    }
  }

  /** What is to be saved; empty if the store has it already. */
  private Optional<Change> change(FoundResource found) {
    Resource given = found.resource();
    Optional<Resource> stored = form.of(given.kind(), given.name());
    stored.ifPresent(known -> keepAnchor(given, known));
    boolean same =
        stored
            .filter(known -> Objects.equals(known.script(), given.script()))
            .filter(
                known -> known.fields().equals(form.withoutDefaults(given.kind(), given.fields())))
            .isPresent();
    if (same) {
      unchanged.add(given.ref());
      return Optional.empty();
    }
    return Optional.of(new Change(given, stored.isEmpty(), written(found)));
  }

  /** A schedule that begins to count when it is saved does not begin anew with each import. */
  private static void keepAnchor(Resource given, Resource stored) {
    Object every = given.fields().get("every");
    if (every != null && every.equals(stored.fields().get("every"))) {
      given.fields().putIfAbsent("anchor", stored.fields().get("anchor"));
    }
  }

  private Map<String, @Nullable Object> written(FoundResource found) {
    Resource given = found.resource();
    boolean attaches = given.kind() == Kind.FLOWS && given.script() == null;
    Map<String, @Nullable Object> fields =
        attaches ? new LinkedHashMap<>() : form.blank(given.kind());
    Map<String, @Nullable Object> stored =
        records.find(given.kind().type(), given.name()).orElse(Map.of());
    given
        .fields()
        .forEach(
            (field, value) -> fields.put(field, filled(found, field, value, stored.get(field))));
    if (given.script() != null) {
      fields.put("script", given.script());
    }
    return fields;
  }

  private @Nullable Object filled(
      FoundResource found, String field, @Nullable Object value, @Nullable Object stored) {
    for (List<String> path : Values.leftOut(value)) {
      if (Values.at(stored, path) == null) {
        String place = path.isEmpty() ? field : field + "." + String.join(".", path);
        violations.add(
            found.violation(
                field,
                1,
                place
                    + " is a secret that was left out at the export, and the store has none; write"
                    + " '!secret NAME' and let a SecretResolver of the engine know that name"));
      }
    }
    return Values.filled(value, stored);
  }
}
