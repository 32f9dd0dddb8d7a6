package io.flowengine.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import javax.crypto.SecretKey;
import org.junit.jupiter.api.Test;

class AesGcmCodecTest {
  private static final byte[] PLAIN = "the plain text".getBytes(StandardCharsets.UTF_8);
  private static final SecretKey OLD = key(1);
  private static final SecretKey NEW = key(2);

  private final AesGcmCodec codec = AesGcmCodec.of("old", OLD);

  private static SecretKey key(int fill) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) fill);
    return AesGcmCodec.key(bytes);
  }

  @Test
  void what_was_encoded_decodes() {
    assertThat(codec.decode(codec.encode(PLAIN, "here"), "here")).isEqualTo(PLAIN);
  }

  @Test
  void nothing_decodes_to_nothing() {
    assertThat(codec.decode(codec.encode(new byte[0], "here"), "here")).isEmpty();
  }

  @Test
  void the_encoded_form_has_the_layout_of_its_documentation() {
    byte[] encoded = codec.encode(PLAIN, "here");
    assertThat(encoded).hasSize(1 + 1 + 3 + 12 + PLAIN.length + 16);
    assertThat(encoded).startsWith(1, 3, 'o', 'l', 'd');
  }

  @Test
  void a_payload_that_was_stored_by_the_first_version_still_decodes() {
    byte[] stored =
        java.util.HexFormat.of()
            .parseHex(
                "01036f6c640a0b0c0d0e0f101112131415eeeca1bbccfd77bc86cbc952d730ec4ae72f111ad23181bc1ada6e789f2d");
    assertThat(codec.decode(stored, "here")).isEqualTo(PLAIN);
  }

  @Test
  void each_nonce_is_new() {
    Set<String> nonces = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      nonces.add(Arrays.toString(Arrays.copyOfRange(codec.encode(PLAIN, "here"), 5, 17)));
    }
    assertThat(nonces).hasSize(1000);
  }

  @Test
  void after_a_rotation_the_old_key_reads_and_the_new_one_writes() {
    byte[] before = codec.encode(PLAIN, "here");
    AesGcmCodec rotated = AesGcmCodec.of("new", Map.of("old", OLD, "new", NEW));
    assertThat(rotated.decode(before, "here")).isEqualTo(PLAIN);
    assertThat(AesGcmCodec.of("new", NEW).decode(rotated.encode(PLAIN, "here"), "here"))
        .isEqualTo(PLAIN);
  }

  @Test
  void a_missing_key_is_named_with_those_there_are() {
    byte[] encoded = codec.encode(PLAIN, "here");
    AesGcmCodec other = AesGcmCodec.of("new", NEW);
    assertThatThrownBy(() -> other.decode(encoded, "here"))
        .isInstanceOf(PayloadException.class)
        .hasMessageContaining("the payload at here cannot be read")
        .hasMessageContaining("encrypted with the key 'old'")
        .hasMessageContaining("it has [new]");
  }

  @Test
  void another_key_under_the_same_id_is_found_out() {
    byte[] encoded = codec.encode(PLAIN, "here");
    AesGcmCodec other = AesGcmCodec.of("old", NEW);
    assertThatThrownBy(() -> other.decode(encoded, "here"))
        .isInstanceOf(PayloadException.class)
        .hasMessageContaining("does not fit the key 'old'");
  }

  @Test
  void a_payload_of_another_place_is_found_out() {
    byte[] encoded = codec.encode(PLAIN, "here");
    assertThatThrownBy(() -> codec.decode(encoded, "there"))
        .isInstanceOf(PayloadException.class)
        .hasMessageContaining("changed or moved");
  }

  @Test
  void every_changed_byte_is_found_out() {
    byte[] encoded = codec.encode(PLAIN, "here");
    for (int i = 0; i < encoded.length; i++) {
      byte[] changed = encoded.clone();
      changed[i] ^= 1;
      assertThatThrownBy(() -> codec.decode(changed, "here"))
          .as("byte %d", i)
          .isInstanceOf(PayloadException.class);
    }
  }

  @Test
  void every_cut_is_found_out() {
    byte[] encoded = codec.encode(PLAIN, "here");
    for (int i = 0; i < encoded.length; i++) {
      byte[] cut = Arrays.copyOf(encoded, i);
      assertThatThrownBy(() -> codec.decode(cut, "here"))
          .as("%d bytes", i)
          .isInstanceOf(PayloadException.class);
    }
  }

  @Test
  void keys_of_other_lengths_are_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AesGcmCodec.key(new byte[31]))
        .withMessage("an AES key must have 16, 24 or 32 bytes, had 31");
  }

  @Test
  void a_current_key_that_is_not_there_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AesGcmCodec.of("new", Map.of("old", OLD)))
        .withMessageContaining("'new' is not among the keys [old]");
  }

  @Test
  void an_id_with_other_characters_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AesGcmCodec.of("my key", OLD))
        .withMessageContaining("was 'my key'");
  }

  @Test
  void its_text_shows_no_key() {
    assertThat(codec).hasToString("AesGcmCodec[current=old, keys=[old]]");
  }
}
