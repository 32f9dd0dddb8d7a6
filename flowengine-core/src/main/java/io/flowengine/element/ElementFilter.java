package io.flowengine.element;

import io.flowengine.execution.InvalidInputException;
import java.util.function.Predicate;

/**
 * A question about an element, as text: {@code profile == 'linux' and not (site in ['a', 'b'])}.
 *
 * <p>{@code not} binds tighter than {@code and}, {@code and} than {@code or}; parentheses group. A
 * test compares two operands by {@code == != < <= > >= in contains matches}, or is a lone operand,
 * which holds only if it is {@code true}, or {@code exists(path)}. An operand is a path, {@code
 * num(path)}, a text in either quotes (a doubled quote stands for itself), a number, {@code true},
 * {@code false} or a list in brackets.
 *
 * <p>A path begins with {@code id}, {@code name}, {@code profile}, {@code groups}, {@code tags},
 * {@code enabled}, {@code settings} or {@code context}; any other first word is short for {@code
 * context.} and that word. Keys that are not words are quoted: {@code context["a key"]}.
 *
 * <p>Where there is no value every comparison is false, {@code !=} too, and {@code not} makes it
 * true. A number and a text are never equal and never ordered; {@code num} reads a text as a
 * number. Texts are ordered by code point. {@code in} and {@code contains} look for a member of a
 * list or a part of a text; {@code matches} takes a {@link java.util.regex.Pattern} that must cover
 * the whole text.
 *
 * <p>Immutable and thread-safe; runs no code of anybody.
 */
public final class ElementFilter implements Predicate<ElementContext> {
  private final String text;
  private final FilterNode test;

  private ElementFilter(String text, FilterNode test) {
    this.text = text;
    this.test = test;
  }

  /**
   * Reads a filter.
   *
   * @param text the text
   * @return the filter
   * @throws InvalidInputException if it breaks the syntax; the message names the column, from 1
   */
  public static ElementFilter parse(String text) {
    return new ElementFilter(text, FilterParser.parse(text));
  }

  /**
   * Asks about an element.
   *
   * @param context the element with its context
   * @return the answer
   * @throws InvalidInputException if {@code matches} is given a pattern by the element that is none
   */
  @Override
  public boolean test(ElementContext context) {
    return test.holds(context::lookUp);
  }

  /** {@return the text} */
  @Override
  public String toString() {
    return text;
  }
}
