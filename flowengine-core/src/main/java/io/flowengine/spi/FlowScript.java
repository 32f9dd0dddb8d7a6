package io.flowengine.spi;

import static java.util.Objects.requireNonNull;

/**
 * The text of a flow.
 *
 * @param name the name of the flow
 * @param language the language it is written in, for example {@code python}
 * @param file how tracebacks name it: its path, or {@code <flow NAME>}
 * @param text the text
 */
public record FlowScript(String name, String language, String file, String text) {
  /** Checks presence. */
  public FlowScript {
    requireNonNull(name, "name");
    requireNonNull(language, "language");
    requireNonNull(file, "file");
    requireNonNull(text, "text");
  }
}
