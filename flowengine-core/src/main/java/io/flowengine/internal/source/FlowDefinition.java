package io.flowengine.internal.source;

import static java.util.Objects.requireNonNull;

import io.flowengine.spi.FlowScript;
import io.flowengine.spi.StoredRecord;
import java.util.Collections;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A flow as it is now.
 *
 * @param name its name
 * @param requires what a node must be able to do to run it
 * @param hash identifies the text; null for a Java flow
 * @param script the text; null for a Java flow
 * @param record the record that holds it; null for a flow of a folder or in Java
 * @param fields the fields of that record, read once for all who ask; empty if there is none.
 *     Unmodifiable
 */
public record FlowDefinition(
    String name,
    String requires,
    @Nullable String hash,
    @Nullable FlowScript script,
    @Nullable StoredRecord record,
    Map<String, @Nullable Object> fields) {
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
    this(name, requires, hash, script, null, Map.of());
  }

  /**
   * Gives the flow with the record that holds it.
   *
   * @param holder the record; null for none
   * @return a copy
   */
  FlowDefinition heldBy(@Nullable StoredRecord holder) {
    Map<String, @Nullable Object> read =
        holder == null ? Map.of() : Collections.unmodifiableMap(holder.fields().toMap());
    return new FlowDefinition(name, requires, hash, script, holder, read);
  }
}
