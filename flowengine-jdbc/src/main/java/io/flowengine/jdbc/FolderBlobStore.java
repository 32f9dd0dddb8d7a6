package io.flowengine.jdbc;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.ExecutionId;
import io.flowengine.spi.BlobStore;
import io.flowengine.spi.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;

/**
 * Large values in a folder: one folder for each execution, one file for each value. For several
 * JVMs the folder must be one that all of them see. A file appears under its name when all of it is
 * on disk. Thread-safe.
 */
public final class FolderBlobStore implements BlobStore {
  private static final String UNFINISHED = ".part";

  private final Path folder;

  /**
   * Makes a store of a folder.
   *
   * @param folder the folder; made when the first value is written
   */
  public FolderBlobStore(Path folder) {
    this.folder = requireNonNull(folder, "folder");
  }

  private Path of(ExecutionId owner) {
    return folder.resolve(owner.toString());
  }

  @Override
  public void put(ExecutionId owner, String name, byte[] content) {
    Path own = of(owner);
    Path file = own.resolve(name);
    if (Files.exists(file)) {
      return;
    }
    Path part = own.resolve(name + "-" + UUID.randomUUID() + UNFINISHED);
    try {
      Files.createDirectories(own);
      try (FileChannel channel =
          FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        ByteBuffer rest = ByteBuffer.wrap(content);
        while (rest.hasRemaining()) {
          int unused = channel.write(rest);
        }
        channel.force(true);
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      persistNames(own);
      persistNames(folder);
    } catch (IOException e) {
      throw new StoreException("a large value cannot be written to " + file + " (" + e + ")", e);
    }
  }

  /** On POSIX systems a new name is on disk when its folder is; others have no such call. */
  private static void persistNames(Path directory) throws IOException {
    if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  @Override
  public Optional<byte[]> get(ExecutionId owner, String name) {
    Path file = of(owner).resolve(name);
    try {
      return Optional.of(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new StoreException("a large value cannot be read from " + file + " (" + e + ")", e);
    }
  }

  @Override
  public void delete(ExecutionId owner) {
    Path own = of(owner);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(own)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(own);
    } catch (NoSuchFileException e) {
      // nothing belongs to it
    } catch (IOException e) {
      throw new StoreException("large values cannot be deleted from " + own + " (" + e + ")", e);
    }
  }
}
