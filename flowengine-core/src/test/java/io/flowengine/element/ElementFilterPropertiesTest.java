package io.flowengine.element;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.execution.InvalidInputException;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ElementFilterPropertiesTest {
  /**
   * A filter, and what it must answer.
   *
   * @param text the filter
   * @param answer the answer by the truth table
   */
  record Question(String text, boolean answer) {}

  private static boolean holds(String filter) {
    Element element = Element.of("E1", "p").withSetting("yes", true).withSetting("no", false);
    return ElementFilter.parse(filter)
        .test(ElementContext.of(element, new InMemoryInventory(), Map.of()));
  }

  @Provide
  Arbitrary<Question> questions() {
    return questions(5);
  }

  private static Arbitrary<Question> questions(int depth) {
    Arbitrary<Question> plain =
        Arbitraries.of(
            new Question("yes", true),
            new Question("no", false),
            new Question("none == 1", false),
            new Question("'a' < 'b'", true));
    if (depth == 0) {
      return plain;
    }
    Arbitrary<Question> parts = questions(depth - 1);
    return Arbitraries.oneOf(
        plain,
        parts.map(part -> new Question("not (" + part.text + ")", !part.answer)),
        Combinators.combine(parts, parts)
            .as((left, right) -> joined(left, "and", right, left.answer && right.answer)),
        Combinators.combine(parts, parts)
            .as((left, right) -> joined(left, "or", right, left.answer || right.answer)));
  }

  private static Question joined(Question left, String word, Question right, boolean answer) {
    return new Question("(" + left.text + ") " + word + " (" + right.text + ")", answer);
  }

  @Property
  void m3_it_answers_by_the_truth_table(@ForAll("questions") Question question) {
    assertThat(holds(question.text)).as(question.text).isEqualTo(question.answer);
  }

  @Property
  void m3_not_binds_tighter_than_and_and_that_than_or(
      @ForAll boolean a, @ForAll boolean b, @ForAll boolean c) {
    String text = "not %s and %s or %s".formatted(name(a), name(b), name(c));
    assertThat(holds(text)).as(text).isEqualTo((!a && b) || c);
  }

  private static String name(boolean value) {
    return value ? "yes" : "no";
  }

  @Provide
  Arbitrary<String> anything() {
    return Arbitraries.of(
            List.of(
                "a", "0", ".", "[", "]", "(", ")", "'", "\"", "==", "<", "in", "not", "and", "or",
                "num(", "exists(", "matches", "-", " ", "null", "é", "'x'", ",", "1e9999", "\n"))
        .list()
        .ofMaxSize(12)
        .map(parts -> String.join("", parts));
  }

  @Property
  void m3_any_text_is_a_filter_or_an_error_with_a_column(@ForAll("anything") String text) {
    try {
      boolean unused = holds(text);
    } catch (InvalidInputException e) {
      assertThat(e).hasMessageMatching("(?s)filter(, column \\d+)?: .*");
    }
  }
}
