package io.flowengine.spi;

import org.jspecify.annotations.Nullable;

/**
 * Reads YAML, in which the values of stored connectors may be given. The artifact {@code
 * flowengine-yaml} has one: {@code YamlText.reader()}.
 *
 * <p>Thread-safe.
 */
@FunctionalInterface
public interface YamlReader {
  /**
   * Reads a text.
   *
   * @param text the text
   * @return its value: null, Boolean, Number, String, List, Map; a {@link
   *     io.flowengine.execution.SecretRef} for what names a secret
   * @throws io.flowengine.execution.InvalidInputException if it is no YAML; with the line and what
   *     is wrong there
   */
  @Nullable Object read(String text);
}
