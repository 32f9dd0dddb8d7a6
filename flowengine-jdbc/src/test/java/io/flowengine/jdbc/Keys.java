package io.flowengine.jdbc;

import io.flowengine.spi.AesGcmCodec;
import java.util.Arrays;
import javax.crypto.SecretKey;

/** Keys for tests. */
final class Keys {
  static final SecretKey OLD = key(1);
  static final SecretKey NEW = key(2);
  static final AesGcmCodec CODEC = AesGcmCodec.of("old", OLD);

  private Keys() {}

  private static SecretKey key(int fill) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) fill);
    return AesGcmCodec.key(bytes);
  }
}
