package io.flowengine.element;

import org.jspecify.annotations.Nullable;

/**
 * Where a value of an element's context comes from.
 *
 * @param layer the layer
 * @param group the group, if the layer is {@link Layer#GROUP}; else null
 */
public record Origin(Layer layer, @Nullable String group) {
  /** The layers of a context. What a later one says wins. */
  public enum Layer {
    /** The defaults of the element's profile. */
    PROFILE,
    /** The variables of one of its groups. */
    GROUP,
    /** Its own settings. */
    SETTING,
    /** The inputs of the flow. */
    INPUT,
    /** Written in this run. */
    RUN
  }

  /** {@return the layer in lower case, with the group's name: {@code group web}} */
  @Override
  public String toString() {
    String name = layer.name().toLowerCase(java.util.Locale.ROOT);
    return group == null ? name : name + " " + group;
  }
}
