package io.flowengine.internal.source;

import static java.util.Objects.requireNonNull;

import io.flowengine.spi.FlowScript;
import org.jspecify.annotations.Nullable;

/**
 * A flow as it is now.
 *
 * @param name its name
 * @param requires what a node must be able to do to run it
 * @param hash identifies the text; null for a Java flow
 * @param script the text; null for a Java flow
 */
public record FlowDefinition(
    String name, String requires, @Nullable String hash, @Nullable FlowScript script) {
  /** Checks presence. */
  public FlowDefinition {
    requireNonNull(name, "name");
    requireNonNull(requires, "requires");
  }
}
