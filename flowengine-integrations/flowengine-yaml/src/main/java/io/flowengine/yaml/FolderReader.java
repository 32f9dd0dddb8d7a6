package io.flowengine.yaml;

import static java.util.Objects.requireNonNullElse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads all records of a folder. */
final class FolderReader {
  static final String FIELDS = ".yaml";
  static final String SCRIPT = ".py";

  private final Path folder;
  private final List<Violation> violations;

  FolderReader(Path folder, List<Violation> violations) {
    this.folder = folder;
    this.violations = violations;
  }

  /** The files of one record; null for one that is not there. */
  private record Pair(@Nullable Path fields, @Nullable Path script) {}

  List<FoundResource> read() {
    List<FoundResource> found = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      Map<String, FoundResource> byName = new LinkedHashMap<>();
      files(kind)
          .forEach(
              (stem, files) -> {
                FoundResource each = read(kind, stem, files);
                FoundResource other = byName.putIfAbsent(each.resource().name(), each);
                if (other != null) {
                  violations.add(
                      each.violation(null, 1, each.resource().ref() + " is in two files"));
                }
              });
      found.addAll(byName.values());
    }
    return found;
  }

  private Map<String, Pair> files(Kind kind) {
    Map<String, Pair> files = new TreeMap<>();
    for (Path file : list(folder.resolve(kind.folder()))) {
      String name = String.valueOf(file.getFileName());
      if (name.endsWith(FIELDS)) {
        String stem = name.substring(0, name.length() - FIELDS.length());
        files.merge(stem, new Pair(file, null), FolderReader::both);
      } else if (name.endsWith(SCRIPT) && kind.hasScript()) {
        String stem = name.substring(0, name.length() - SCRIPT.length());
        files.merge(stem, new Pair(null, file), FolderReader::both);
      } else {
        violations.add(
            new Violation(
                file,
                1,
                "is no record: "
                    + kind.folder()
                    + " are files ending in "
                    + FIELDS
                    + (kind.hasScript() ? " and " + SCRIPT : "")));
      }
    }
    return files;
  }

  private static Pair both(Pair one, Pair other) {
    return one.fields == null
        ? new Pair(other.fields, one.script)
        : new Pair(one.fields, other.script);
  }

  /** The files in a folder, without hidden ones; none if it does not exist. */
  static List<Path> list(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> !String.valueOf(file.getFileName()).startsWith("."))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("the folder " + folder + " cannot be listed", e);
    }
  }

  private FoundResource read(Kind kind, String stem, Pair files) {
    String yaml = files.fields == null ? null : text(files.fields);
    YamlFile read =
        yaml == null || files.fields == null
            ? YamlFile.empty()
            : YamlFile.read(files.fields, yaml, violations);
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    read.fields().forEach((field, value) -> fields.put(field, Values.plain(value)));
    Object name = requireNonNullElse(fields.remove("name"), FileNames.record(stem));
    String script = files.script == null ? null : text(files.script);
    FoundResource found =
        new FoundResource(
            new Resource(kind, name.toString().strip(), fields, script),
            files.fields,
            files.script,
            read.lines());
    if (kind.hasScript() && fields.containsKey("script")) {
      violations.add(found.violation("script", 1, "the script belongs into " + stem + SCRIPT));
      fields.remove("script");
    }
    return found;
  }

  private @Nullable String text(Path file) {
    try {
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      violations.add(new Violation(file, 1, "is not UTF-8; save the file in that encoding"));
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException("the file " + file + " cannot be read", e);
    }
  }
}
