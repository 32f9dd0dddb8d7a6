package io.flowengine.python.internal.interpreter;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Folders and wheels of pure Python modules on disk. */
public final class ModulePath {
  private static final Path MOUNT = Path.of("/modules");
  private static final String WHEEL = ".whl";
  private static final List<String> NATIVE = List.of(".so", ".pyd", ".dll", ".dylib");

  private final List<Path> places;

  /**
   * Takes places.
   *
   * @param places folders, and files ending in {@code .whl}; the first comes first
   */
  public ModulePath(List<Path> places) {
    this.places = List.copyOf(places);
  }

  /**
   * Reads all files.
   *
   * @return the files as they are now
   * @throws IllegalArgumentException if a place is neither a folder nor a wheel, or cannot be read,
   *     or has native code in it; names all such places
   */
  public ModuleFiles read() {
    if (places.isEmpty()) {
      return ModuleFiles.NONE;
    }
    List<Path> roots = new ArrayList<>();
    Map<Path, byte[]> files = new LinkedHashMap<>();
    List<String> problems = new ArrayList<>();
    for (Path place : places) {
      Path root = root(place, roots);
      roots.add(root);
      try {
        Map<String, byte[]> found = content(place);
        requirePure(place, found);
        found.forEach((name, content) -> files.put(root.resolve(name), content));
      } catch (IOException e) {
        problems.add(place + " cannot be read: " + e);
      } catch (IllegalArgumentException e) {
        problems.add(e.getMessage());
      }
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException("module path: " + String.join("; ", problems));
    }
    return new ModuleFiles(roots, files);
  }

  /** Tracebacks show it, so it has the name of the place. */
  private static Path root(Path place, List<Path> taken) {
    String name = String.valueOf(place.getFileName());
    Path root = MOUNT.resolve(name);
    for (int count = 2; taken.contains(root); count++) {
      root = MOUNT.resolve(name + "-" + count);
    }
    return root;
  }

  private static Map<String, byte[]> content(Path place) throws IOException {
    if (Files.isDirectory(place)) {
      return folder(place);
    }
    if (Files.isRegularFile(place) && place.toString().endsWith(WHEEL)) {
      return wheel(place);
    }
    throw new IllegalArgumentException(place + " is neither a folder nor a wheel (.whl)");
  }

  private static Map<String, byte[]> folder(Path folder) throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    try (Stream<Path> found = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      for (Path file : (Iterable<Path>) found.filter(Files::isRegularFile)::iterator) {
        String name = folder.relativize(file).toString();
        if (!name.contains("__pycache__")) {
          files.put(name, Files.readAllBytes(file));
        }
      }
    }
    return files;
  }

  private static Map<String, byte[]> wheel(Path wheel) throws IOException {
    String name = String.valueOf(wheel.getFileName());
    String platform = name.substring(name.lastIndexOf('-') + 1, name.length() - WHEEL.length());
    if (!platform.equals("any")) {
      throw new IllegalArgumentException(
          wheel + " has native code, for " + platform + "; only pure Python can be imported");
    }
    Map<String, byte[]> files = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(wheel.toFile())) {
      Enumeration<? extends ZipEntry> entries = zip.entries();
      while (entries.hasMoreElements()) {
        ZipEntry entry = entries.nextElement();
        String file = installed(entry.getName());
        if (!entry.isDirectory() && !file.isEmpty()) {
          try (InputStream in = zip.getInputStream(entry)) {
            files.put(file, in.readAllBytes());
          }
        }
      }
    }
    return files;
  }

  /** Where a file of a wheel is once that is installed; empty if it is not for importing. */
  private static String installed(String entry) {
    Path path = Path.of(entry).normalize();
    if (path.isAbsolute() || path.startsWith("..")) {
      return "";
    }
    if (!path.getName(0).toString().endsWith(".data")) {
      return path.toString();
    }
    boolean library =
        path.getNameCount() > 2
            && List.of("purelib", "platlib").contains(path.getName(1).toString());
    return library ? path.subpath(2, path.getNameCount()).toString() : "";
  }

  private static void requirePure(Path place, Map<String, byte[]> files) {
    List<String> nativeFiles =
        files.keySet().stream().filter(file -> NATIVE.stream().anyMatch(file::endsWith)).toList();
    if (!nativeFiles.isEmpty()) {
      throw new IllegalArgumentException(
          place + " has native code, " + nativeFiles + "; only pure Python can be imported");
    }
  }
}
