package io.flowengine.testkit.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/**
 * Makes temporary folders in memory where the machine has a place for it ({@code /dev/shm} with at
 * least 4 GB free), and else on disk. A database there commits as often and in the same order, but
 * its tests do not wait for the disk. What is written outlives the JVM that wrote it, also a killed
 * one, but not the machine; that commits reach the disk is for other tests to show.
 *
 * <p>As a factory of {@code @TempDir}: {@code @TempDir(factory = MemoryFolders.class)}, or for all
 * tests with {@code junit.jupiter.tempdir.factory.default} in {@code junit-platform.properties}.
 * Thread-safe.
 */
public final class MemoryFolders implements TempDirFactory {
  private static final Path MEMORY = Path.of("/dev/shm");
  private static final long ENOUGH = 4L << 30;
  private static final String PREFIX = "flowengine-test-";

  /** Makes a factory; JUnit does. */
  public MemoryFolders() {}

  /**
   * Makes a folder. Nobody deletes it but the caller.
   *
   * @return a new, empty folder
   */
  public static Path create() {
    try {
      if (Files.isWritable(MEMORY) && Files.getFileStore(MEMORY).getUsableSpace() >= ENOUGH) {
        deleteOrphans();
        return Files.createTempDirectory(MEMORY, PREFIX + ProcessHandle.current().pid() + "-");
      }
      return Files.createTempDirectory(PREFIX);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Path createTempDirectory(
      AnnotatedElementContext elementContext, ExtensionContext extensionContext) {
    return create();
  }

  /** What JVMs left that were killed would take up memory for ever. */
  private static void deleteOrphans() throws IOException {
    try (Stream<Path> folders = Files.list(MEMORY)) {
      folders.filter(MemoryFolders::isOrphan).forEach(MemoryFolders::delete);
    }
  }

  private static boolean isOrphan(Path folder) {
    String name = folder.getFileName().toString();
    if (!name.startsWith(PREFIX)) {
      return false;
    }
    String pid = name.substring(PREFIX.length()).replaceFirst("-.*", "");
    return pid.matches("\\d{1,18}") && ProcessHandle.of(Long.parseLong(pid)).isEmpty();
  }

  /**
   * Deletes a folder with all that is in it. What cannot be deleted stays.
   *
   * @param folder the folder
   */
  public static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      files
          .sorted(Comparator.reverseOrder())
          .forEach(
              file -> {
                boolean unused = file.toFile().delete();
              });
    } catch (IOException | UncheckedIOException e) {
      // somebody else deletes it too, or it belongs to somebody else
    }
  }
}
