package io.flowengine.yaml;

import io.flowengine.Records;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes all records of a store into a folder. */
final class Exporter {
  private final Records records;
  private final Path folder;
  private final List<Path> files = new ArrayList<>();
  private final List<String> leftOut = new ArrayList<>();

  Exporter(Records records, Path folder) {
    this.records = records;
    this.folder = folder;
  }

  ExportReport run() {
    Form form = new Form(records);
    List<Path> strays = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      Set<String> taken = new HashSet<>();
      for (String name : records.names(kind.type())) {
        if (kind != Kind.PROJECTS || !name.equals(Form.DEFAULT_PROJECT)) {
          form.of(kind, name).ifPresent(each -> write(each, FileNames.choose(each.name(), taken)));
        }
      }
      strays.addAll(FolderReader.list(folder.resolve(kind.folder())));
    }
    strays.removeAll(files);
    return new ExportReport(files, strays, leftOut);
  }

  private void write(Resource resource, String fileName) {
    Path place = folder.resolve(resource.kind().folder());
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    if (!FileNames.record(fileName).equals(resource.name())) {
      fields.put("name", resource.name());
    }
    fields.putAll(resource.fields());
    if (resource.script() != null) {
      write(place.resolve(fileName + FolderReader.SCRIPT), resource.script());
    }
    if (resource.script() == null || !fields.isEmpty()) {
      Path file = place.resolve(fileName + FolderReader.FIELDS);
      write(file, YamlText.of(fields));
      Values.leftOut(fields).forEach(path -> leftOut.add(file + ": " + String.join(".", path)));
    }
  }

  private void write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      if (!Files.exists(file) || !Files.readString(file).equals(text)) {
        Files.writeString(file, text);
      }
      files.add(file);
    } catch (IOException e) {
      throw new UncheckedIOException("the file " + file + " cannot be written", e);
    }
  }
}
