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
import java.util.Map;
import java.util.Set;
import org.graalvm.polyglot.io.FileSystem;
import org.jspecify.annotations.Nullable;

/**
 * A file system with nothing in it. Wrapped so that an interpreter finds its own standard library,
 * it lets scripts see no file of the host, and answers them as Python expects: no such file.
 * Without any file system, imports fail with internal errors.
 */
final class SealedFileSystem implements FileSystem {
  private static final Path ROOT = Path.of("/");

  /** {@return a file system that holds the interpreter's own files only} */
  static FileSystem withLibrary() {
    return FileSystem.newReadOnlyFileSystem(
        FileSystem.allowInternalResourceAccess(new SealedFileSystem()));
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
    throw new NoSuchFileException(path.toString());
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
    throw new NoSuchFileException(path.toString());
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path path, DirectoryStream.Filter<? super Path> filter) throws IOException {
    throw new NoSuchFileException(path.toString());
  }

  @Override
  public Path toAbsolutePath(Path path) {
    return ROOT.resolve(path).normalize();
  }

  @Override
  public Path toRealPath(Path path, LinkOption... options) throws IOException {
    if (toAbsolutePath(path).equals(ROOT)) {
      return ROOT;
    }
    throw new NoSuchFileException(path.toString());
  }

  @Override
  public Map<String, Object> readAttributes(
      Path path, @Nullable String attributes, LinkOption... options) throws IOException {
    throw new NoSuchFileException(path.toString());
  }

  @Override
  public void setCurrentWorkingDirectory(Path directory) {
    // there is one directory, and it is empty
  }
}
