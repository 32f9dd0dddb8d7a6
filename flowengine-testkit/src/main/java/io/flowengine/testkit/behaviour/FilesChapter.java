package io.flowengine.testkit.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.execution.Execution;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Section 6: files and their content. */
abstract class FilesChapter extends Chapter {
  private static final byte[] BYTES = {0, 1, (byte) 0xff, (byte) 0x80};

  FilesChapter(Front front) {
    super(front);
  }

  private static Move save(String how, String name, Object content) {
    return record("save_content", "file", name).with("how", how).with("content", content);
  }

  private static Map<String, @Nullable Object> content(String how, String name) {
    Map<String, @Nullable Object> form = recordField("file", name, how);
    form.put("expr", "content");
    return form;
  }

  @Test
  void fa_108_text_comes_back_as_it_was() {
    Execution main = play(save("text", "f", "Grüße\nZeile 2"), put("text", content("text", "f")));

    assertThat(succeeded(main)).containsEntry("text", "Grüße\nZeile 2");
  }

  @Test
  void fa_108_bytes_come_back_as_they_were() {
    Execution main = play(save("bytes", "f", BYTES), put("bytes", content("bytes", "f")));

    assertThat((byte[]) succeeded(main).get("bytes")).isEqualTo(BYTES);
  }

  @Test
  void fa_108_content_is_given_and_read_in_base64() {
    String base64 = Base64.getEncoder().encodeToString(BYTES);
    Execution main =
        play(
            save("base64", "f", base64),
            put("base64", content("base64", "f")),
            put("bytes", content("bytes", "f")),
            put("field", recordField("file", "f", "content")));

    assertThat(succeeded(main)).containsEntry("base64", base64).containsEntry("field", base64);
    assertThat((byte[]) outputs(main).get("bytes")).isEqualTo(BYTES);
  }

  @Test
  void fa_108_what_is_not_base64_is_refused() {
    Execution main =
        play(
            attempt(save("base64", "f", "no base64!")),
            put("error", caught()),
            put("exists", exists("file", "f")));

    assertThat(succeeded(main))
        .containsEntry("error", "InvalidInputError")
        .containsEntry("exists", false);
  }

  @Test
  void fa_108_a_file_knows_its_size_in_bytes() {
    Execution main =
        play(save("text", "f", "ü"), put("size", recordField("file", "f", "content_size_bytes")));

    assertThat(succeeded(main)).containsEntry("size", 2L);
  }

  @Test
  void fa_108_saving_again_replaces_the_content() {
    Execution main =
        play(
            save("text", "f", "a long first text"),
            save("text", "f", "second"),
            put("text", content("text", "f")));

    assertThat(succeeded(main)).containsEntry("text", "second");
  }

  @Test
  void fa_108_content_of_many_chunks_comes_back_as_it_was() {
    byte[] large = new byte[1_000_000];
    for (int i = 0; i < large.length; i++) {
      large[i] = (byte) (i * 31 + i / 977);
    }
    Execution main = play(save("bytes", "f", large), put("bytes", content("bytes", "f")));

    assertThat((byte[]) succeeded(main).get("bytes")).isEqualTo(large);
  }

  @Test
  void fa_108_fa_86_a_copy_of_a_file_has_a_content_of_its_own() {
    Execution main =
        play(
            save("text", "f", "first"),
            record("clone_record", "file", "f").with("copy", "g").with("fields", Map.of()),
            save("text", "f", "second"),
            put("copy", content("text", "g")),
            put("original", content("text", "f")));

    assertThat(succeeded(main)).containsEntry("copy", "first").containsEntry("original", "second");
  }

  @Test
  void fa_79_reading_a_missing_file_raises() {
    Execution main = play(attempt(put("text", content("text", "f"))), put("error", caught()));

    assertThat(succeeded(main)).containsEntry("error", "ResourceNotFoundError");
  }

  @Test
  void fa_197_what_was_read_of_a_file_is_read_again_although_it_was_replaced() {
    Execution main =
        play(
            save("text", "f", "before"),
            put("first", content("text", "f")),
            sleep(60),
            put("again", 1));
    play(save("text", "f", "after"));
    play(save("text", "f", "after that"));
    world.crash();
    world.advanceSeconds(60);

    assertThat(succeeded(main)).containsEntry("first", "before").containsEntry("again", 1L);
  }

  @Test
  void fa_108_a_version_that_nobody_can_refer_to_is_removed() {
    play(save("text", "f", "first"));
    String first = world.contentOf("f");
    world.advanceSeconds(1);
    play(save("text", "f", "second"));
    world.advanceSeconds(1);
    play(save("text", "f", "third"));

    assertThat(world.hasContent(first)).isFalse();
    assertThat(world.hasContent(world.contentOf("f"))).isTrue();
  }

  @Test
  void fa_108_the_content_of_a_deleted_file_cannot_be_read() {
    Execution main =
        play(
            save("text", "f", "text"),
            record("delete_record", "file", "f"),
            attempt(put("text", content("text", "f"))),
            put("error", caught()));

    assertThat(succeeded(main)).containsEntry("error", "ResourceNotFoundError");
  }

  @Test
  void fa_88_fa_108_a_file_of_a_listing_gives_its_content() {
    Map<String, @Nullable Object> listed = fieldOf("each", "text");
    listed.put("expr", "content");
    Execution main =
        play(
            save("text", "f", "hello"),
            Move.of("list_records")
                .with("type", "file")
                .with("filter", Map.of("and", List.of()))
                .with("order", List.of())
                .into("files"),
            each("files", put("text", listed)));

    assertThat(succeeded(main)).containsEntry("text", "hello");
  }
}
