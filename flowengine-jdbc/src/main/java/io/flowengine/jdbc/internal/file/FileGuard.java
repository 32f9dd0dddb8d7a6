package io.flowengine.jdbc.internal.file;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Lets one store at a time open a file. A lock file lies beside it and says who has it. The lock is
 * one of the operating system, so it ends with the process, however that ends; the lock file stays
 * and does no harm.
 *
 * <p>On POSIX systems a process loses its lock as soon as it closes <em>any</em> channel of the
 * lock file. So a second store in the same process must not even look at it: who has which file in
 * this process stands in the system properties, which class loaders share.
 */
public final class FileGuard implements AutoCloseable {
  private static final String PROPERTY = "io.flowengine.jdbc.open:";

  private final FileChannel channel;
  private final String property;

  private FileGuard(FileChannel channel, String property) {
    this.channel = channel;
    this.property = property;
  }

  /** The file is open elsewhere. */
  public static final class HeldException extends Exception {
    private static final long serialVersionUID = 1;

    HeldException(String holder) {
      super(holder);
    }

    /** {@return who has it} */
    public String holder() {
      return String.valueOf(getMessage());
    }
  }

  /**
   * Takes the lock of a file.
   *
   * @param file the file, which need not exist
   * @throws HeldException if somebody has it, in this process or another one
   * @throws IOException if the lock file cannot be written
   */
  public static FileGuard take(Path file) throws HeldException, IOException {
    Path folder = file.toAbsolutePath().getParent();
    Path real = folder == null ? file : folder.toRealPath().resolve(file.getFileName());
    String property = PROPERTY + real;
    String holder = holder();
    Object other = System.getProperties().putIfAbsent(property, holder);
    if (other != null) {
      throw new HeldException(other + ", which is this process");
    }
    boolean taken = false;
    try {
      FileChannel channel = channel(real.resolveSibling(real.getFileName() + ".lock"), holder);
      taken = true;
      return new FileGuard(channel, property);
    } finally {
      if (!taken) {
        Object unused = System.getProperties().remove(property);
      }
    }
  }

  private static FileChannel channel(Path lockFile, String holder)
      throws HeldException, IOException {
    FileChannel channel =
        FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean taken = false;
    try {
      if (lock(channel) == null) {
        throw new HeldException(Files.readString(lockFile).strip());
      }
      write(channel, holder);
      taken = true;
      return channel;
    } finally {
      if (!taken) {
        channel.close();
      }
    }
  }

  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private static String holder() {
    ProcessHandle process = ProcessHandle.current();
    String since = process.info().startInstant().map(Object::toString).orElse("unknown");
    return "process " + process.pid() + " on host " + host() + ", running since " + since;
  }

  private static void write(FileChannel channel, String holder) throws IOException {
    channel.truncate(0);
    ByteBuffer bytes = ByteBuffer.wrap((holder + "\n").getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      int unused = channel.write(bytes);
    }
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
    Object unused = System.getProperties().remove(property);
  }
}
