package io.flowengine.internal.source;

import io.flowengine.execution.InvalidInputException;
import io.flowengine.spi.FlowLanguage;
import io.flowengine.spi.FlowScript;
import io.flowengine.spi.FlowSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * A folder of scripts: each file whose ending belongs to a language is a flow, named like the file
 * without the ending. A file is read again when its size or time has changed. Folders inside are
 * not looked at. Thread-safe.
 */
public final class DirectorySource implements FlowSource {
  private final Path folder;
  private final List<FlowLanguage> languages;
  private final Map<Path, Known> known = new ConcurrentHashMap<>();

  private record Known(FileTime time, long size, FlowScript script) {}

  /**
   * Takes a folder.
   *
   * @param folder the folder
   * @param languages whose scripts it holds
   * @throws InvalidInputException if it is no folder
   */
  public DirectorySource(Path folder, List<FlowLanguage> languages) {
    if (!Files.isDirectory(folder)) {
      throw new InvalidInputException("flows", "must be a folder of scripts", folder);
    }
    this.folder = folder;
    this.languages = List.copyOf(languages);
  }

  @Override
  public Optional<FlowScript> find(String name) {
    if (name.contains("/") || name.contains("\\") || name.indexOf('\0') >= 0) {
      return Optional.empty();
    }
    for (FlowLanguage language : languages) {
      Optional<FlowScript> script =
          read(folder.resolve(name + "." + language.fileExtension()), name, language.name());
      if (script.isPresent()) {
        return script;
      }
    }
    return Optional.empty();
  }

  private Optional<FlowScript> read(Path file, String name, String language) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      Known last = known.get(file);
      if (last == null
          || !last.time.equals(attributes.lastModifiedTime())
          || last.size != attributes.size()) {
        FlowScript script = new FlowScript(name, language, file.toString(), Files.readString(file));
        last = new Known(attributes.lastModifiedTime(), attributes.size(), script);
        known.put(file, last);
      }
      return Optional.of(last.script);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("the script " + file + " cannot be read", e);
    }
  }

  @Override
  public Collection<String> names() {
    Collection<String> names = new TreeSet<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        String name = String.valueOf(file.getFileName());
        for (FlowLanguage language : languages) {
          String ending = "." + language.fileExtension();
          if (name.endsWith(ending)) {
            names.add(name.substring(0, name.length() - ending.length()));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the folder " + folder + " cannot be listed", e);
    }
    return names;
  }
}
