package io.flowengine.internal.source;

import io.flowengine.spi.ScriptFile;
import io.flowengine.spi.ScriptFolder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** A folder of the class path, in jars or beside them. What is read once stays. Thread-safe. */
public final class ClassPathFolder implements ScriptFolder {
  private final ClassLoader loader;
  private final String folder;
  private final Map<String, ScriptFile> known = new ConcurrentHashMap<>();

  /**
   * Takes a folder.
   *
   * @param loader sees the folder
   * @param folder its path, without a slash at either end
   */
  public ClassPathFolder(ClassLoader loader, String folder) {
    this.loader = loader;
    this.folder = folder + "/";
  }

  @Override
  public Optional<ScriptFile> read(String name) {
    ScriptFile read = known.get(name);
    if (read != null) {
      return Optional.of(read);
    }
    URL url = loader.getResource(folder + name);
    if (url == null) {
      return Optional.empty();
    }
    try (InputStream in = url.openStream()) {
      ScriptFile file = ScriptFile.decode("classpath:" + folder + name, in.readAllBytes());
      known.put(name, file);
      return Optional.of(file);
    } catch (IOException e) {
      throw new UncheckedIOException("the script " + url + " cannot be read", e);
    }
  }

  @Override
  public Collection<String> files() {
    Collection<String> names = new TreeSet<>();
    try {
      for (URL root : Collections.list(loader.getResources(folder))) {
        names.addAll(root.getProtocol().equals("file") ? beside(root) : inJar(root));
      }
    } catch (IOException | URISyntaxException e) {
      throw new IllegalStateException("classpath:" + folder + " cannot be listed", e);
    }
    return names;
  }

  private static Collection<String> beside(URL root) throws IOException, URISyntaxException {
    URI uri = root.toURI();
    try (Stream<Path> files = Files.list(Path.of(uri))) {
      return files.map(file -> String.valueOf(file.getFileName())).toList();
    }
  }

  /** Other kinds of URLs than those of jars cannot be listed; their files are found by name. */
  private static Collection<String> inJar(URL root) throws IOException {
    if (!(root.openConnection() instanceof JarURLConnection connection)) {
      return List.of();
    }
    connection.setUseCaches(false);
    String inside = connection.getEntryName();
    try (JarFile jar = connection.getJarFile()) {
      return jar.stream()
          .map(JarEntry::getName)
          .filter(name -> name.startsWith(inside) && name.indexOf('/', inside.length()) < 0)
          .map(name -> name.substring(inside.length()))
          .filter(name -> !name.isEmpty())
          .toList();
    }
  }
}
