package io.flowengine.spi;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import java.util.List;

/** What became of a commit. */
public sealed interface CommitResult {
  /**
   * It is durable.
   *
   * @param released true if the lease was given back, by a release or by the end of the execution
   * @param news true if the fenced execution is still held and something came for it that it has
   *     not taken
   * @param woken executions that became due by this commit and that nobody holds
   * @param stirred executions that are held, by whatever node, and got something into their inbox
   *     by this commit
   * @param scheduled executions that a start or cancel of this commit made scheduled, as they were
   *     before
   */
  record Committed(
      boolean released,
      boolean news,
      List<ExecutionId> woken,
      List<ExecutionId> stirred,
      List<ExecutionRecord> scheduled)
      implements CommitResult {
    /** Durable, and nothing more to say: the lease is kept and nobody was woken. */
    public static final Committed PLAIN =
        new Committed(false, false, List.of(), List.of(), List.of());

    /** Durable, and the lease was given back. */
    public static final Committed RELEASED =
        new Committed(true, false, List.of(), List.of(), List.of());
  }

  /**
   * Nothing was written, because the lease is no longer held: somebody else goes on with the
   * execution.
   */
  record Fenced() implements CommitResult {}

  /**
   * Nothing was written, because a record or cell had another version than expected, or a name is
   * taken.
   *
   * @param records the records in question as they are
   * @param cells the cells in question as they are
   */
  record Conflict(List<StoredRecord> records, List<Cell> cells) implements CommitResult {
    /** Copies the lists. */
    public Conflict {
      records = List.copyOf(records);
      cells = List.copyOf(cells);
    }
  }
}
