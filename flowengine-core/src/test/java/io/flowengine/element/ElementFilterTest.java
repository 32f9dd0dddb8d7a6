package io.flowengine.element;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowengine.execution.InvalidInputException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ElementFilterTest {
  private static final Inventory INVENTORY =
      new InMemoryInventory().profile("linux", Map.of("port", 22, "note", "it's \"here\""));

  private static final Element ELEMENT =
      Element.of("E1", "linux")
          .withName("web1")
          .withGroups("web", "north")
          .withTags("blue")
          .withSetting("net.0.hostname", "alpha")
          .withSetting("rack", "007")
          .withSetting("size", 2.5)
          .withSetting("live", true)
          .withSetting("a key", 1)
          .withSetting("host-name", "h")
          .withSetting("disks", List.of("sda", 7, List.of(1, 2)))
          .withSetting("nothing", null)
          .withSetting("broken", "(")
          .withSetting("and", "word")
          .withSetting("smile", "\uD83D\uDE00")
          .withSetting("private", "\uFB00");

  private static boolean holds(String filter) {
    return ElementFilter.parse(filter)
        .test(ElementContext.of(ELEMENT, INVENTORY, Map.of("wanted", "alpha")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "id == 'E1'",
        "name == \"web1\"",
        "profile == 'linux'",
        "'web' in groups",
        "tags contains 'blue'",
        "enabled",
        "enabled == true",
        "settings.rack == '007'",
        "context.port == 22",
        "port == 22.0",
        "port == 2.2e1",
        "net.0.hostname == 'alpha'",
        "net.0.hostname == wanted",
        "context[\"a key\"] == 1",
        "context['host-name'] == host-name",
        "host-name == 'h'",
        "context.and == 'word'",
        "note == 'it''s \"here\"'",
        "note == \"it's \"\"here\"\"\"",
        "live",
        "size > 2 and size < 3 and size >= 2.5 and size <= 2.5",
        "num(rack) == 7",
        "num(port) == 22",
        "id in ['E0', 'E1']",
        "'ph' in net.0.hostname",
        "net.0.hostname contains 'ph'",
        "disks contains 7",
        "disks contains [1, 2]",
        "port in []  or true",
        "name matches 'web\\d'",
        "exists(rack)",
        "not exists(rock)",
        "exists(net)",
        "not (rock == 'a')",
        "not rock == 'a'",
        "false or not false and true",
        "not (not live)",
        "-1 < 0",
        "net == net",
        "private < smile",
      })
  void m3_it_holds(String filter) {
    assertThat(holds(filter)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rock == 'a'",
        "rock != 'a'",
        "rock == rock",
        "nothing == nothing",
        "exists(nothing)",
        "rack == 7",
        "rack < 8",
        "rack > 6",
        "num(name) == 1 or num(name) != 1",
        "rack",
        "name",
        "name matches 'web'",
        "port matches '22'",
        "settings.port == 22",
        "live < true",
        "'web' in 'we'",
        "rock in ['a']",
        "'a' in rock",
        "id.x == 'E1'",
        "not true or false",
        "true and false or false",
        "ID == 'E1'",
      })
  void m3_it_does_not_hold(String filter) {
    assertThat(holds(filter)).isFalse();
  }

  @Test
  void m3_a_number_and_a_text_differ() {
    assertThat(holds("rack != 7")).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | 1 | expected a path, a text, a number or '(', found the end",
        "a == | 5 | expected a path, a text, a number or '(', found the end",
        "a = 1 | 3 | did not expect '='",
        "a == 'x | 6 | the text has no closing quote",
        "a == null | 6 | exists(path)",
        "a == 1 b | 8 | expected 'and', 'or' or the end, found 'b'",
        "(a == 1 | 8 | expected ')', found the end",
        "a == 1 == 2 | 8 | comparisons are not chained",
        "a matches '(' | 11 | the pattern is wrong",
        "a matches 7 | 11 | takes a pattern in quotes",
        "a. == 1 | 4 | expected a key",
        "a[b] == 1 | 3 | expected a key in quotes",
        "a in [1, 2 | 11 | expected ']'",
        "and | 1 | expected a path, found 'and'",
        "exists('a') | 8 | expected a path, found 'a'",
        "not | 4 | found the end",
      })
  void m3_what_breaks_the_syntax_is_named_with_its_column(String filter, int column, String what) {
    assertThatThrownBy(() -> ElementFilter.parse(filter))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("filter, column " + column + ": ")
        .hasMessageContaining(what);
  }

  @Test
  void m3_a_filter_that_nests_too_deep_is_refused() {
    assertThatThrownBy(() -> ElementFilter.parse("not ".repeat(100_000) + "a"))
        .hasMessageContaining("nested deeper than 200 levels");
  }

  @Test
  void m3_a_pattern_of_the_element_that_is_none_is_an_error() {
    assertThatThrownBy(() -> holds("name matches broken"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("'matches' was given the pattern '('");
  }

  @Test
  void it_shows_its_text() {
    assertThat(ElementFilter.parse("a  == 1")).hasToString("a  == 1");
  }
}
