package io.flowengine.internal.source;

import io.flowengine.execution.Failure;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.spi.ScriptFailedException;
import io.flowengine.spi.ScriptFile;
import io.flowengine.spi.ScriptFolder;
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
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder on disk. It is looked at whenever a script is asked for, and a file is read again when
 * its size, its time or the file behind its name has changed. Folders inside are not looked at.
 * Thread-safe.
 */
public final class Directory implements ScriptFolder {
  private final Path folder;
  private final Map<Path, Known> known = new ConcurrentHashMap<>();

  private record Known(FileTime time, long size, @Nullable Object key, ScriptFile file) {
    boolean isStill(BasicFileAttributes now) {
      return time.equals(now.lastModifiedTime())
          && size == now.size()
          && Objects.equals(key, now.fileKey());
    }
  }

  /**
   * Takes a folder.
   *
   * @param folder the folder
   * @throws InvalidInputException if it is no folder
   */
  public Directory(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new InvalidInputException("flows", "must be a folder of scripts", folder);
    }
    this.folder = folder;
  }

  @Override
  public Optional<ScriptFile> read(String name) {
    Path file = folder.resolve(name);
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      Known last = known.get(file);
      if (last == null || !last.isStill(now)) {
        ScriptFile read = ScriptFile.decode(file.toString(), Files.readAllBytes(file));
        last = new Known(now.lastModifiedTime(), now.size(), now.fileKey(), read);
        known.put(file, last);
      }
      return Optional.of(last.file);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static ScriptFailedException unreadable(Path file, IOException why) {
    List<Failure.Frame> place = List.of(new Failure.Frame("<module>", file.toString(), 0));
    String message = "the script " + file + " cannot be read: " + why;
    var failure = new ScriptFailedException("OSError", message, "", place, null);
    failure.initCause(why);
    return failure;
  }

  @Override
  public Collection<String> files() {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("the folder " + folder + " cannot be listed", e);
    }
  }
}
