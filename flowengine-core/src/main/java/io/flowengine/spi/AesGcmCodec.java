package io.flowengine.spi;

import static java.util.Objects.requireNonNull;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts payloads with AES in Galois/Counter Mode, as the JDK has it. A payload that was changed,
 * cut, or moved to another place is refused.
 *
 * <p><b>Keys and rotation.</b> Every payload says which key it was encrypted with. A codec has
 * several keys, each with an id; one of them is the current one, which encrypts, and all of them
 * decrypt. To rotate, add a key to the codec of every node first, then make it the current one. The
 * old key is needed for as long as payloads of it are in the store. A key is good for
 * 2<sup>32</sup> payloads, because each has a random nonce of 96 bits.
 *
 * <p><b>Form.</b> One byte with the version 1; one with the length of the key id; the key id in
 * ASCII; 12 bytes of nonce; the encrypted payload; 16 bytes of tag. Version, key id and place are
 * authenticated too.
 *
 * <p>What it does not hide or find: how long a payload is, that a row is missing, and that a row
 * was put back to an earlier content of its own.
 */
public final class AesGcmCodec implements PayloadCodec {
  private static final byte VERSION = 1;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final Pattern KEY_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private final SecureRandom random = new SecureRandom();
  private final String current;
  private final Map<String, SecretKey> keys;

  private AesGcmCodec(String current, Map<String, SecretKey> keys) {
    this.current = current;
    this.keys = keys;
  }

  /**
   * Makes a codec with one key.
   *
   * @param id the id of the key: 1 to 64 letters, digits, dots, underscores, hyphens of ASCII
   * @param key an AES key of 128, 192 or 256 bits
   * @return the codec
   * @throws IllegalArgumentException if the id or the key is not of this kind
   */
  public static AesGcmCodec of(String id, SecretKey key) {
    return of(id, Map.of(id, key));
  }

  /**
   * Makes a codec with several keys.
   *
   * @param current the id of the key that encrypts
   * @param keys all keys by id, as in {@link #of(String, SecretKey)}
   * @return the codec
   * @throws IllegalArgumentException if an id or a key is not of this kind, or the current one is
   *     not among them
   */
  public static AesGcmCodec of(String current, Map<String, SecretKey> keys) {
    requireNonNull(current, "current");
    keys.forEach(AesGcmCodec::requireKey);
    if (!keys.containsKey(current)) {
      throw new IllegalArgumentException(
          "the current key '" + current + "' is not among the keys " + keys.keySet());
    }
    return new AesGcmCodec(current, new TreeMap<>(keys));
  }

  /**
   * Makes a key of its bytes.
   *
   * @param bytes 16, 24 or 32 random bytes; copied
   * @return the key
   * @throws IllegalArgumentException if there are more or fewer
   */
  public static SecretKey key(byte[] bytes) {
    requireLength(bytes.length);
    return new SecretKeySpec(bytes, "AES");
  }

  private static void requireKey(String id, SecretKey key) {
    if (!KEY_ID.matcher(id).matches()) {
      throw new IllegalArgumentException(
          "a key id must be 1 to 64 of A-Z a-z 0-9 . _ -, was '" + id + "'");
    }
    if (!key.getAlgorithm().equals("AES")) {
      throw new IllegalArgumentException(
          "key '" + id + "' must be one for AES, was one for " + key.getAlgorithm());
    }
    byte[] bytes = key.getEncoded();
    if (bytes != null) { // a key in hardware does not show itself
      requireLength(bytes.length);
    }
  }

  private static void requireLength(int bytes) {
    if (bytes != 16 && bytes != 24 && bytes != 32) {
      throw new IllegalArgumentException("an AES key must have 16, 24 or 32 bytes, had " + bytes);
    }
  }

  @Override
  public byte[] encode(byte[] plain, String place) {
    byte[] id = current.getBytes(StandardCharsets.US_ASCII);
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, current, nonce, place);
      ByteBuffer encoded =
          ByteBuffer.allocate(2 + id.length + NONCE_BYTES + cipher.getOutputSize(plain.length));
      encoded.put(VERSION).put((byte) id.length).put(id).put(nonce);
      int unused = cipher.doFinal(ByteBuffer.wrap(plain), encoded);
      return encoded.array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES/GCM does not work in this JVM", e);
    }
  }

  @Override
  public byte[] decode(byte[] encoded, String place) {
    ByteBuffer rest = ByteBuffer.wrap(encoded);
    String id = "";
    byte[] nonce = new byte[NONCE_BYTES];
    try {
      if (rest.get() != VERSION) {
        throw new PayloadException(place, "it was not made by this codec", null);
      }
      byte[] name = new byte[rest.get() & 0xff];
      rest.get(name).get(nonce);
      id = new String(name, StandardCharsets.US_ASCII);
    } catch (BufferUnderflowException e) {
      throw new PayloadException(place, "it is too short; the stored data was changed", e);
    }
    if (!keys.containsKey(id)) {
      throw new PayloadException(
          place,
          "it was encrypted with the key '"
              + id
              + "', which this codec does not have; it has "
              + keys.keySet()
              + ". Add that key to the codec; it need not be the current one",
          null);
    }
    byte[] plain = new byte[Math.max(0, rest.remaining() - TAG_BITS / 8)];
    try {
      int unused =
          cipher(Cipher.DECRYPT_MODE, id, nonce, place).doFinal(rest, ByteBuffer.wrap(plain));
      return plain;
    } catch (AEADBadTagException e) {
      throw new PayloadException(
          place,
          "it does not fit the key '"
              + id
              + "' and its place. Either this codec has another key under that id, or the stored"
              + " data was changed or moved; compare the key with that of the nodes that wrote it,"
              + " else restore the row from a backup",
          e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES/GCM does not work in this JVM", e);
    }
  }

  private Cipher cipher(int mode, String id, byte[] nonce, String place)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, requireNonNull(keys.get(id)), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD((VERSION + "/" + id + "/" + place).getBytes(StandardCharsets.UTF_8));
    return cipher;
  }

  /** Tells the ids of the keys, and nothing of the keys. */
  @Override
  public String toString() {
    return "AesGcmCodec[current=" + current + ", keys=" + keys.keySet() + "]";
  }
}
