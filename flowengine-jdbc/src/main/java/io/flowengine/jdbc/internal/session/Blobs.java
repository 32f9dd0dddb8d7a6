package io.flowengine.jdbc.internal.session;

import io.flowengine.execution.ExecutionId;
import io.flowengine.spi.BlobStore;
import io.flowengine.spi.PayloadCodec;
import io.flowengine.spi.PayloadException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Values of executions that are so large that they lie apart from their rows. A row holds U+0001,
 * the letter b, and the name of the value, which is the SHA-256 of its stored form in the clear, so
 * that the thread that writes rows knows the name of what another thread has put. Thread-safe.
 *
 * @param store where they are
 * @param threshold how many characters the stored form of a value may have in its row
 * @param codec what encodes them; null for nothing
 */
public record Blobs(BlobStore store, int threshold, @Nullable PayloadCodec codec) {
  private static final String MARK = "\u0001b";

  /** Keeps a value of an execution, if it is one for here; before the commit that has it. */
  public void keep(ExecutionId owner, String json) {
    if (json.length() > threshold) {
      byte[] plain = json.getBytes(StandardCharsets.UTF_8);
      String name = name(plain);
      store.put(owner, name, codec == null ? plain : codec.encode(plain, place(owner, name)));
    }
  }

  /** Gives what stands in the row; null if the value itself does. */
  @Nullable String reference(Place place, String json) {
    return json.length() > threshold && place.owner() instanceof ExecutionId
        ? MARK + name(json.getBytes(StandardCharsets.UTF_8))
        : null;
  }

  static boolean isReference(String stored) {
    return stored.startsWith(MARK);
  }

  /** Gives the value that a row refers to. */
  String resolve(Place place, String column, String stored) {
    String name = stored.substring(MARK.length());
    if (!(place.owner() instanceof ExecutionId owner)) {
      throw new PayloadException(
          place.column(column), "it refers to a large value, and only executions have those", null);
    }
    byte[] content =
        store
            .get(owner, name)
            .orElseThrow(
                () ->
                    new PayloadException(
                        place.column(column),
                        "the large value " + name + " is missing; restore the blobs from a backup",
                        null));
    byte[] plain = codec == null ? content : codec.decode(content, place(owner, name));
    if (!name(plain).equals(name)) {
      throw new PayloadException(
          place.column(column),
          "the large value " + name + " was changed; restore the blobs from a backup",
          null);
    }
    return new String(plain, StandardCharsets.UTF_8);
  }

  private static String place(ExecutionId owner, String name) {
    return "blobs/" + owner + '/' + name;
  }

  private static String name(byte[] plain) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(plain));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
