package io.flowengine.jdbc.internal.session;

import io.flowengine.spi.PayloadCodec;
import io.flowengine.spi.PayloadException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The form in which payloads stand in their columns: in the clear, encoded by a codec, or, if they
 * are large, as a reference to {@link Blobs}. An encoded one is U+0001, the letter e, and the bytes
 * of the codec in base64. Nothing in the clear begins like this: JSON has no U+0001, and other
 * texts have only 0 or 1 behind it (see {@link NulEscapes}). Thread-safe.
 */
public final class Payloads {
  /** In the clear. */
  public static final Payloads PLAIN = new Payloads(null, true, null);

  private static final String MARK = "\u0001e";

  private final @Nullable PayloadCodec codec;
  private final boolean acceptsPlain;
  private final @Nullable Blobs blobs;

  /**
   * Says how payloads are stored.
   *
   * @param codec what encodes; null for nothing
   * @param acceptsPlain true if what is stored in the clear is read too
   * @param blobs where large values are; null for their rows
   */
  public Payloads(@Nullable PayloadCodec codec, boolean acceptsPlain, @Nullable Blobs blobs) {
    this.codec = codec;
    this.acceptsPlain = acceptsPlain;
    this.blobs = blobs;
  }

  /** {@return where large values are; null for their rows} */
  public @Nullable Blobs blobs() {
    return blobs;
  }

  /** {@return true if SQL cannot look into payloads} */
  public boolean areEncoded() {
    return codec != null;
  }

  /** {@return true if what is stored in the clear is read} */
  public boolean acceptPlain() {
    return acceptsPlain;
  }

  /** Gives the form of a value to store; null if it is to be stored in the clear. */
  @Nullable String encodeValue(Place place, String column, String json) {
    String reference = blobs == null ? null : blobs.reference(place, json);
    return reference == null ? encode(place, column, json) : reference;
  }

  /** Gives the form of a text to store; null if it is to be stored in the clear. */
  @Nullable String encode(Place place, String column, String text) {
    if (codec == null) {
      return null;
    }
    byte[] encoded = codec.encode(text.getBytes(StandardCharsets.UTF_8), place.column(column));
    return MARK + Base64.getEncoder().withoutPadding().encodeToString(encoded);
  }

  /** Gives a payload back; null if it was stored in the clear. */
  @Nullable String decode(Place place, String column, String stored) {
    if (Blobs.isReference(stored)) {
      if (blobs == null) {
        throw new PayloadException(
            place.column(column),
            "it is a large value that lies apart; open the store with the blobs that it had",
            null);
      }
      return blobs.resolve(place, column, stored);
    }
    if (!stored.startsWith(MARK)) {
      if (!acceptsPlain) {
        throw new PayloadException(
            place.column(column),
            "it is stored in the clear, and this store encodes its payloads. Either it was written"
                + " before the store had a codec, then open the store with acceptPlainPayloads(),"
                + " or somebody else wrote it",
            null);
      }
      return null;
    }
    if (codec == null) {
      throw new PayloadException(
          place.column(column),
          "it is encoded; open the store with the codec that wrote it, see payloadCodec",
          null);
    }
    return new String(
        codec.decode(bytes(place, column, stored), place.column(column)), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(Place place, String column, String stored) {
    try {
      return Base64.getDecoder().decode(stored.substring(MARK.length()));
    } catch (IllegalArgumentException e) {
      throw new PayloadException(
          place.column(column), "it is no base64; the stored data was changed", e);
    }
  }
}
