package io.flowengine.python.internal.interpreter;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The files that interpreters may import: those of the module path as they were when it was read.
 * They are kept in memory, so that all interpreters see the same ones and none reads a disk.
 * Immutable.
 */
public final class ModuleFiles {
  /** No files at all. */
  public static final ModuleFiles NONE = new ModuleFiles(List.of(), Map.of());

  private final List<String> roots;
  private final Map<Path, byte[]> files;
  private final Map<Path, Set<Path>> folders = new HashMap<>();

  /**
   * Takes files.
   *
   * @param roots the folders that modules are looked for in, the first comes first
   * @param files their files, by absolute paths
   */
  ModuleFiles(List<Path> roots, Map<Path, byte[]> files) {
    this.roots = roots.stream().map(Path::toString).toList();
    this.files = Map.copyOf(files);
    roots.forEach(this::addFolder);
    for (Path file : files.keySet()) {
      add(file);
    }
  }

  private void add(Path path) {
    Path folder = path.getParent();
    if (folder != null && addFolder(folder).add(path)) {
      add(folder);
    }
  }

  private Set<Path> addFolder(Path folder) {
    return folders.computeIfAbsent(folder, key -> new TreeSet<>());
  }

  /** {@return the folders that modules are looked for in, as Python names them} */
  List<String> roots() {
    return roots;
  }

  boolean isFolder(Path path) {
    return folders.containsKey(path);
  }

  /** The size of a file; 0 if it is a folder. */
  long size(Path path) throws NoSuchFileException {
    byte[] content = files.get(path);
    if (content == null && !isFolder(path)) {
      throw new NoSuchFileException(path.toString());
    }
    return content == null ? 0 : content.length;
  }

  byte[] content(Path path) throws IOException {
    byte @Nullable [] content = files.get(path);
    if (content == null) {
      throw new NoSuchFileException(path.toString());
    }
    return content;
  }

  Collection<Path> list(Path folder) throws NoSuchFileException {
    Set<Path> inside = folders.get(folder);
    if (inside == null) {
      throw new NoSuchFileException(folder.toString());
    }
    return inside;
  }
}
