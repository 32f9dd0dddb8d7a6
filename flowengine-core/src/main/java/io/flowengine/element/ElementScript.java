package io.flowengine.element;

import static java.util.Objects.requireNonNull;

/**
 * The text of a script of a flow over elements. What it may say is up to its language.
 *
 * @param language the name of the language, for example {@code python}
 * @param file how error messages name it: its path, or the flow and what it is for
 * @param text the text
 */
public record ElementScript(String language, String file, String text) {
  /** Checks presence. */
  public ElementScript {
    requireNonNull(language, "language");
    requireNonNull(file, "file");
    requireNonNull(text, "text");
  }
}
