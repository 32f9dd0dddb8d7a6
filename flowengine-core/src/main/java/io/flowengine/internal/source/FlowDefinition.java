package io.flowengine.internal.source;

import static java.util.Objects.requireNonNull;

import io.flowengine.spi.FlowScript;
import io.flowengine.spi.StoredRecord;
import org.jspecify.annotations.Nullable;

/**
 * A flow as it is now.
 *
 * @param name its name
 * @param requires what a node must be able to do to run it
 * @param hash identifies the text; null for a Java flow
 * @param script the text; null for a Java flow
 * @param record the record that holds it; null for a flow of a folder or in Java
 */
public record FlowDefinition(
    String name,
    String requires,
    @Nullable String hash,
    @Nullable FlowScript script,
    @Nullable StoredRecord record) {
  /** Checks presence. */
  public FlowDefinition {
    requireNonNull(name, "name");
    requireNonNull(requires, "requires");
  }

  /**
   * A flow that no record holds.
   *
   * @param name its name
   * @param requires what a node must be able to do to run it
   * @param hash identifies the text; null for a Java flow
   * @param script the text; null for a Java flow
   */
  public FlowDefinition(
      String name, String requires, @Nullable String hash, @Nullable FlowScript script) {
    this(name, requires, hash, script, null);
  }

  /**
   * Gives the flow with the record that holds it.
   *
   * @param holder the record; null for none
   * @return a copy
   */
  FlowDefinition heldBy(@Nullable StoredRecord holder) {
    return new FlowDefinition(name, requires, hash, script, holder);
  }
}
