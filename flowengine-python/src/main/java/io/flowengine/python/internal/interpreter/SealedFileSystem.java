package io.flowengine.python.internal.interpreter;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AccessMode;
import java.nio.file.DirectoryStream;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.graalvm.polyglot.io.FileSystem;
import org.jspecify.annotations.Nullable;

/**
 * A file system with nothing in it but modules. Wrapped so that an interpreter finds its own
 * standard library, it lets scripts see no file of the host, and answers them as Python expects: no
 * such file. Without any file system, imports fail with internal errors.
 */
final class SealedFileSystem implements FileSystem {
  private static final Path ROOT = Path.of("/");

  private static final FileTime ALWAYS = FileTime.fromMillis(0);

  private final ModuleFiles modules;

  private SealedFileSystem(ModuleFiles modules) {
    this.modules = modules;
  }

  /** {@return a file system that holds the interpreter's own files and these, all read-only} */
  static FileSystem withLibrary(ModuleFiles modules) {
    return FileSystem.newReadOnlyFileSystem(
        FileSystem.allowInternalResourceAccess(new SealedFileSystem(modules)));
  }

  @Override
  public Path parsePath(URI uri) {
    return Path.of(uri);
  }

  @Override
  public Path parsePath(String path) {
    return Path.of(path);
  }

  @Override
  public void checkAccess(Path path, Set<? extends AccessMode> modes, LinkOption... options)
      throws IOException {
    modules.size(toAbsolutePath(path));
    if (modes.contains(AccessMode.WRITE)) {
      throw new AccessDeniedException(path.toString());
    }
  }

  @Override
  public void createDirectory(Path path, FileAttribute<?>... attributes) throws IOException {
    throw new AccessDeniedException(path.toString());
  }

  @Override
  public void delete(Path path) throws IOException {
    throw new NoSuchFileException(path.toString());
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return new BytesChannel(modules.content(toAbsolutePath(path)));
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path path, DirectoryStream.Filter<? super Path> filter) throws IOException {
    List<Path> accepted = new ArrayList<>();
    for (Path each : modules.list(toAbsolutePath(path))) {
      if (filter.accept(each)) {
        accepted.add(each);
      }
    }
    return new DirectoryStream<>() {
      @Override
      public Iterator<Path> iterator() {
        return accepted.iterator();
      }

      @Override
      public void close() {
        // nothing is open
      }
    };
  }

  @Override
  public Path toAbsolutePath(Path path) {
    return ROOT.resolve(path).normalize();
  }

  @Override
  public Path toRealPath(Path path, LinkOption... options) throws IOException {
    Path absolute = toAbsolutePath(path);
    if (!absolute.equals(ROOT)) {
      modules.size(absolute);
    }
    return absolute;
  }

  @Override
  public Map<String, Object> readAttributes(
      Path path, @Nullable String attributes, LinkOption... options) throws IOException {
    Path absolute = toAbsolutePath(path);
    long size = modules.size(absolute);
    if (attributes != null && attributes.contains(":") && !attributes.startsWith("basic:")) {
      throw new UnsupportedOperationException("only basic attributes");
    }
    boolean folder = modules.isFolder(absolute);
    return Map.of(
        "size", size,
        "isDirectory", folder,
        "isRegularFile", !folder,
        "isSymbolicLink", false,
        "isOther", false,
        "lastModifiedTime", ALWAYS,
        "lastAccessTime", ALWAYS,
        "creationTime", ALWAYS);
  }

  @Override
  public void setCurrentWorkingDirectory(Path directory) {
    // there is one directory, and it is empty
  }
}
