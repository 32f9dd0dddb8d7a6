package io.flowengine.jdbc.internal.session;

import io.flowengine.execution.ExecutionId;
import io.flowengine.spi.BlobStore;
import io.flowengine.spi.PayloadCodec;
import io.flowengine.spi.PayloadException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Values of executions that are so large that they lie apart from their rows. A row holds U+0001,
 * the letter b, and the name of the value, which is the SHA-256 of its stored form in the clear.
 *
 * <p>Who commits puts the values in his own thread, so that the one thread that writes rows does
 * not wait for them. No row depends on it: who writes a reference puts what was not put lately, for
 * the store also changes executions itself, for instance those that are deleted after their end.
 * Thread-safe.
 */
public final class Blobs {
  private static final String MARK = "\u0001b";

  /** A value that is forgotten is put once more, which changes nothing. */
  private static final int REMEMBERED = 10_000;

  private final BlobStore store;
  private final int threshold;
  private final @Nullable PayloadCodec codec;
  private final Set<String> known =
      Collections.newSetFromMap(
          Collections.synchronizedMap(
              new LinkedHashMap<>() {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                  return size() > REMEMBERED;
                }
              }));

  /**
   * Says where large values are.
   *
   * @param store where
   * @param threshold how many characters the stored form of a value may have in its row
   * @param codec what encodes them; null for nothing
   */
  public Blobs(BlobStore store, int threshold, @Nullable PayloadCodec codec) {
    this.store = store;
    this.threshold = threshold;
    this.codec = codec;
  }

  /** Keeps a value of an execution, if it is one for here. */
  public void keep(ExecutionId owner, String json) {
    if (json.length() > threshold) {
      String unused = kept(owner, json);
    }
  }

  /** Gives what stands in the row; null if the value itself does. */
  @Nullable String reference(Place place, String json) {
    return json.length() > threshold && place.owner() instanceof ExecutionId owner
        ? MARK + kept(owner, json)
        : null;
  }

  /** Deletes all values of an execution. */
  public void delete(ExecutionId owner) {
    store.delete(owner);
  }

  private String kept(ExecutionId owner, String json) {
    byte[] plain = json.getBytes(StandardCharsets.UTF_8);
    String name = name(plain);
    String where = place(owner, name);
    if (!known.contains(where)) {
      store.put(owner, name, codec == null ? plain : codec.encode(plain, where));
      known.add(where);
    }
    return name;
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
