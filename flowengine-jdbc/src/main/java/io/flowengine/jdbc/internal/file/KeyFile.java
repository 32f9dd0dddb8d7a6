package io.flowengine.jdbc.internal.file;

import static java.util.Objects.requireNonNull;

import io.flowengine.spi.AesGcmCodec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import javax.crypto.SecretKey;

/**
 * The keys of an embedded store, in a file that only its owner may read (mode 0600, where the file
 * system has modes). A line is the id of a key, a space, and the key in base64; the last line is
 * the current key, so a key is rotated by adding a line. Lines that begin with # do not count.
 */
public final class KeyFile {
  private static final int KEY_BYTES = 32;
  private static final Set<PosixFilePermission> OWNER =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  /** The file cannot be used; the message says why and what to do. */
  public static final class UnusableException extends Exception {
    private static final long serialVersionUID = 1;

    UnusableException(String message) {
      super(message);
    }

    /** {@return why, and what to do} */
    public String problem() {
      return requireNonNull(getMessage());
    }
  }

  private KeyFile() {}

  /**
   * Makes a file with a new key.
   *
   * @throws IOException if it exists or cannot be written
   */
  public static void create(Path file) throws IOException {
    byte[] random = new byte[KEY_BYTES + 4];
    new SecureRandom().nextBytes(random);
    ByteBuffer both = ByteBuffer.wrap(random);
    byte[] key = new byte[KEY_BYTES];
    both.get(key);
    String line =
        "# Keys of a FlowEngine store. Whoever has this file can read the payloads; without it"
            + " nobody can.\n"
            + HexFormat.of().formatHex(random, KEY_BYTES, random.length)
            + ' '
            + Base64.getEncoder().encodeToString(key)
            + '\n';
    try (FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            attributes(file))) {
      ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII));
      while (bytes.hasRemaining()) {
        int unused = channel.write(bytes);
      }
      channel.force(true);
    }
  }

  private static FileAttribute<?>[] attributes(Path file) {
    return hasModes(file)
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER)}
        : new FileAttribute<?>[0];
  }

  private static boolean hasModes(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  /**
   * Makes a codec of the keys in a file.
   *
   * @throws UnusableException if others may read the file, or it is not of this form
   * @throws IOException if it cannot be read
   */
  public static AesGcmCodec codec(Path file) throws UnusableException, IOException {
    if (hasModes(file)) {
      Set<PosixFilePermission> modes = Files.getPosixFilePermissions(file);
      if (!OWNER.containsAll(modes)) {
        throw new UnusableException(
            "others may read its key file "
                + file
                + " (mode "
                + PosixFilePermissions.toString(modes)
                + "); let nobody but the owner read it (chmod 600), and replace the key if somebody"
                + " else may have read it");
      }
    }
    Map<String, SecretKey> keys = new LinkedHashMap<>();
    String current = "";
    int number = 0;
    for (String line : Files.readAllLines(file, StandardCharsets.US_ASCII)) {
      number++;
      if (!line.isBlank() && !line.startsWith("#")) {
        current = add(keys, line.strip(), file + ", line " + number);
      }
    }
    if (keys.isEmpty()) {
      throw new UnusableException("its key file " + file + " has no key; restore it from a backup");
    }
    return AesGcmCodec.of(current, keys);
  }

  private static String add(Map<String, SecretKey> keys, String line, String where)
      throws UnusableException {
    String[] parts = line.split(" +", 2);
    try {
      SecretKey key = AesGcmCodec.key(Base64.getDecoder().decode(parts.length < 2 ? "" : parts[1]));
      AesGcmCodec unused = AesGcmCodec.of(parts[0], key);
      if (keys.put(parts[0], key) != null) {
        throw new UnusableException(where + " has the id of an earlier key; give it another one");
      }
      return parts[0];
    } catch (IllegalArgumentException e) {
      throw new UnusableException(
          where + " is not an id, a space and an AES key in base64 (" + e.getMessage() + ")");
    }
  }
}
