package io.flowengine.element;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The stored configuration of an element, as a task sees it. */
public interface ElementConfiguration {
  /** {@return the newest version that was saved; empty if there is none} */
  Optional<String> last();

  /** {@return the number of the newest version, from 1; 0 if there is none} */
  long version();

  /**
   * Saves a new version, with the other writes of the attempt, if that ends well.
   *
   * @param text the configuration
   */
  void save(String text);

  /**
   * Gives a value of the newest version, which must be a JSON object for that.
   *
   * @param path the keys, joined by dots
   * @return the value; null if there is none, or the configuration is no JSON object
   */
  @Nullable Object get(String path);
}
