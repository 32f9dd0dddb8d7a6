package io.flowengine.connectors.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PlaceholdersTest {
  private static Placeholders of(String text) {
    return Placeholders.of(text, List.of("a", "b"));
  }

  @Test
  void numbers_may_repeat_and_come_in_any_order() {
    assertThat(of("$2 $1 $2")).isEqualTo(new Placeholders("? ? ?", List.of("b", "a", "b")));
  }

  @Test
  void literals_names_and_comments_are_left_alone() {
    String text = "'it''s $1' \"$1\" $$ $1 ? $$ $x$ $1 $x$ /* $1 */ -- $1 ?\n";
    assertThat(of(text + "$1")).isEqualTo(new Placeholders(text + "?", List.of("a")));
  }

  @Test
  void a_text_without_numbers_has_the_placeholders_of_jdbc() {
    assertThat(of("x = ? AND y = ?"))
        .isEqualTo(new Placeholders("x = ? AND y = ?", List.of("a", "b")));
  }
}
