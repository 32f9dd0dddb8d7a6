package io.flowengine.internal.source;

import io.flowengine.execution.Value;
import io.flowengine.spi.Cell;
import io.flowengine.spi.Commit;
import io.flowengine.spi.FlowScript;
import io.flowengine.spi.Store;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The texts that executions run, by the hash of their content. A text is stored with the first
 * execution that runs it, so an execution keeps the text it started with, whatever becomes of the
 * file. Thread-safe.
 */
public final class ScriptTexts {
  private static final String SCRIPTS = "script";

  private final Store store;
  private final Set<String> known = ConcurrentHashMap.newKeySet();

  ScriptTexts(Store store) {
    this.store = store;
  }

  /**
   * Tells whether a commit must bring the text of a flow with it, as far as is known without asking
   * the store.
   *
   * @param definition the flow
   * @return true if {@link #store} may add to a commit
   */
  public boolean needsStoring(FlowDefinition definition) {
    return definition.hash() != null && !known.contains(definition.hash());
  }

  /**
   * Adds the text of a flow to a commit unless the store has it.
   *
   * @param definition the flow
   * @param commit the commit that creates an execution of it
   */
  public void store(FlowDefinition definition, Commit commit) {
    FlowScript script = definition.script();
    String hash = definition.hash();
    if (script == null || hash == null || known.contains(hash)) {
      return;
    }
    Cell cell = store.cell(SCRIPTS, hash);
    if (cell.version() > 0) {
      known.add(hash);
      return;
    }
    Map<String, String> fields =
        Map.of(
            "name", script.name(),
            "language", script.language(),
            "file", script.file(),
            "text", script.text());
    commit.write(SCRIPTS, hash, 0, Value.of(fields));
  }

  /**
   * Notes that a commit to which {@link #store} added is durable.
   *
   * @param definition the flow
   */
  public void stored(FlowDefinition definition) {
    if (definition.hash() != null) {
      known.add(definition.hash());
    }
  }

  /**
   * Reads a text that an execution has run.
   *
   * @param hash its content hash
   * @return the script; empty if no execution has run it
   */
  public Optional<FlowScript> find(String hash) {
    Map<String, @Nullable Object> fields = store.cell(SCRIPTS, hash).value().toMap();
    return fields.get("name") instanceof String name
            && fields.get("language") instanceof String language
            && fields.get("file") instanceof String file
            && fields.get("text") instanceof String text
        ? Optional.of(new FlowScript(name, language, file, text))
        : Optional.empty();
  }

  /** A text that an execution runs. */
  FlowScript require(String hash) {
    return find(hash)
        .orElseThrow(() -> new IllegalStateException("the store has lost the script " + hash));
  }
}
