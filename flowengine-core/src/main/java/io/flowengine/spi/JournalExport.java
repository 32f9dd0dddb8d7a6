package io.flowengine.spi;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.ExecutionRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The journal of one execution with everything that a replay of it looks at, to be read by people,
 * kept in a file, and replayed elsewhere. It holds inputs, outputs and results as the store does,
 * except what is sealed.
 *
 * @param execution the execution as it was
 * @param script the text it ran; null for a Java flow
 * @param journal its entries by position
 * @param others the executions that it created or waited for, as they were
 */
public record JournalExport(
    ExecutionRecord execution,
    @Nullable FlowScript script,
    List<JournalEntry> journal,
    List<ExecutionRecord> others) {
  /** The version of the JSON form that this library writes. It reads this one and older ones. */
  public static final int FORMAT = 1;

  /** Copies the lists. */
  public JournalExport {
    requireNonNull(execution, "execution");
    journal = List.copyOf(journal);
    others = List.copyOf(others);
  }

  /**
   * Writes the export as JSON: an object with the keys {@code format} ({@code flowengine-journal}),
   * {@code version} ({@value #FORMAT}), {@code execution}, {@code script}, {@code journal} and
   * {@code others}. Equal exports give equal text. Values are in stored form, times in ISO 8601,
   * digests in hexadecimal.
   *
   * @return indented lines that end with a line feed
   */
  public String toJson() {
    return JournalJson.write(this);
  }

  /**
   * Reads an export.
   *
   * @param json as {@link #toJson()} wrote it
   * @return the export
   * @throws io.flowengine.execution.InvalidInputException if the text is something else, or has a
   *     newer version
   */
  public static JournalExport ofJson(String json) {
    return JournalJson.read(requireNonNull(json, "json"));
  }
}
