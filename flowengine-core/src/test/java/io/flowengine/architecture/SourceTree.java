package io.flowengine.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The Java sources of the core as text, and what they import. */
final class SourceTree {
  private static final Pattern IMPORT =
      Pattern.compile("^import (?:static )?(io\\.flowengine[\\w.]*)", Pattern.MULTILINE);
  private static final Pattern COMMENT = Pattern.compile("//[^\n]*|/\\*.*?\\*/", Pattern.DOTALL);

  private final Map<Path, String> files = new TreeMap<>();
  private final Path root;

  SourceTree(Path root) {
    this.root = root;
    try (Stream<Path> all = Files.walk(root)) {
      for (Path file :
          (Iterable<Path>) all.filter(path -> path.toString().endsWith(".java"))::iterator) {
        files.put(root.relativize(file), Files.readString(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The main sources of a module of this project. */
  static SourceTree of(String module) {
    return new SourceTree(Path.of("..", module, "src/main/java"));
  }

  int size() {
    return files.size();
  }

  String read(String file) {
    return files.get(Path.of(file));
  }

  /** The packages, each with the packages it imports. */
  Map<String, Set<String>> imports() {
    Map<String, Set<String>> imports = new TreeMap<>();
    packages().forEach(name -> imports.put(name, new TreeSet<>()));
    files.forEach(
        (file, text) -> {
          Set<String> targets = imports.get(packageOf(file));
          Matcher matcher = IMPORT.matcher(text);
          while (targets != null && matcher.find()) {
            known(matcher.group(1)).ifPresent(targets::add);
          }
        });
    imports.forEach((name, targets) -> targets.remove(name));
    return imports;
  }

  Set<String> packages() {
    Set<String> packages = new TreeSet<>();
    for (Path file : files.keySet()) {
      if (!file.endsWith("module-info.java")) {
        packages.add(packageOf(file));
      }
    }
    return packages;
  }

  /** The package of this module that an import names; empty if it is of another module. */
  private Optional<String> known(String imported) {
    String name = imported;
    Set<String> packages = packages();
    while (!packages.contains(name) && name.contains(".")) {
      name = name.substring(0, name.lastIndexOf('.'));
    }
    return Optional.of(name).filter(packages::contains);
  }

  private static String packageOf(Path file) {
    Path folder = file.getParent();
    return folder == null ? "" : folder.toString().replace('/', '.').replace('\\', '.');
  }

  /** The files whose code, comments left out, has a match. */
  List<String> matching(String regex) {
    Pattern pattern = Pattern.compile(regex);
    return files.entrySet().stream()
        .filter(file -> pattern.matcher(COMMENT.matcher(file.getValue()).replaceAll("")).find())
        .map(file -> String.valueOf(file.getKey().getFileName()))
        .toList();
  }

  @Override
  public String toString() {
    return root + " with " + files.size() + " files";
  }
}
