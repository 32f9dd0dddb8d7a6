package io.flowengine.spi;

import static java.util.Objects.requireNonNull;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.LogEntry;
import io.flowengine.execution.RecordType;
import io.flowengine.execution.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that becomes durable at once. A store applies all of it or nothing. The parts that
 * change an execution's own row and journal need a {@link Fence}; creations, inbox items, records
 * and cells do not.
 *
 * <p>A commit can be repeated when its outcome is unknown: all ids in it were made before, and the
 * fence's sequence tells the store that it has seen it.
 *
 * <p>A commit is filled by one thread and not changed once it was handed to a store.
 */
public final class Commit {
  /**
   * The lease under which the commit is made.
   *
   * @param execution the execution
   * @param epoch the epoch of the lease, as the claim gave it
   * @param sequence the number of this commit among those of the lease, from 1
   */
  public record Fence(ExecutionId execution, long epoch, long sequence) {}

  /**
   * A new execution.
   *
   * @param record the execution; its id is new, or a repetition of this commit
   * @param node the node that has claimed it with this commit, at epoch 1; null if none has
   * @param dueAt when it is due to be claimed; null if it waits to be started
   * @param journal the journal entries that it begins with, by position; empty unless it goes on
   *     from the middle of another execution
   */
  public record Creation(
      ExecutionRecord record,
      @Nullable String node,
      @Nullable Instant dueAt,
      List<JournalEntry> journal) {
    /** Copies the list. */
    public Creation {
      requireNonNull(record, "record");
      journal = List.copyOf(journal);
    }

    /**
     * An execution that begins with an empty journal.
     *
     * @param record the execution
     * @param node the node that has claimed it with this commit; null if none has
     * @param dueAt when it is due to be claimed; null if it waits to be started
     */
    public Creation(ExecutionRecord record, @Nullable String node, @Nullable Instant dueAt) {
      this(record, node, dueAt, List.of());
    }
  }

  /**
   * The lease is given back.
   *
   * @param waitsFor what the execution waits for from now on
   * @param dueAt when it is due even if nothing happens; null for never
   */
  public record Release(Wait waitsFor, @Nullable Instant dueAt) {}

  /**
   * A record is written.
   *
   * @param record the new content, with the version it has afterwards
   * @param expected the version it must have before; 0 if it must not exist
   */
  public record RecordWrite(StoredRecord record, long expected) {}

  /**
   * A record must not have changed.
   *
   * @param type its type
   * @param id its id
   * @param expected the version it must have
   */
  public record RecordCheck(RecordType type, String id, long expected) {}

  /**
   * A cell is written.
   *
   * @param namespace its namespace
   * @param key its key
   * @param expected the version it must have before; 0 if it must not exist
   * @param value the new content; null deletes the cell
   */
  public record CellWrite(String namespace, String key, long expected, @Nullable Value value) {}

  /**
   * A cell must not have changed.
   *
   * @param namespace its namespace
   * @param key its key
   * @param expected the version it must have; 0 if it must not exist
   */
  public record CellCheck(String namespace, String key, long expected) {}

  private final String node;
  private @Nullable Fence fence;
  private @Nullable ExecutionRecord update;
  private @Nullable Release release;
  private List<JournalEntry> journal = List.of();
  private List<LogEntry> log = List.of();
  private List<ExecutionId> dependencies = List.of();
  private List<String> taken = List.of();
  private List<Creation> creations = List.of();
  private List<InboxItem> inbox = List.of();
  private List<RecordWrite> records = List.of();
  private List<RecordCheck> checks = List.of();
  private List<CellWrite> cells = List.of();
  private List<CellCheck> cellChecks = List.of();
  private List<String> notified = List.of();

  /**
   * Makes an empty commit.
   *
   * @param node the node that makes it
   */
  public Commit(String node) {
    this.node = requireNonNull(node, "node");
  }

  /**
   * Sets the lease under which the commit is made.
   *
   * @param execution the execution
   * @param epoch the epoch of the lease
   * @param sequence the number of this commit among those of the lease
   * @return this
   */
  public Commit fence(ExecutionId execution, long epoch, long sequence) {
    fence = new Fence(execution, epoch, sequence);
    return this;
  }

  /**
   * Replaces attributes and state of the fenced execution. A state that has ended gives the lease
   * back, clears the inbox and the due time, and wakes whoever waits for it.
   *
   * @param record the new row; id and origin are those of the fenced execution
   * @return this
   */
  public Commit update(ExecutionRecord record) {
    update = requireNonNull(record, "record");
    return this;
  }

  /**
   * Gives the lease of the fenced execution back, unless something has come into its inbox since it
   * was claimed that this commit does not take.
   *
   * @param wait what it waits for
   * @param dueAt when it is due even if nothing happens; null for never
   * @return this
   */
  public Commit release(Wait wait, @Nullable Instant dueAt) {
    release = new Release(wait, dueAt);
    return this;
  }

  /**
   * Adds a journal entry of the fenced execution; it replaces an entry at the same position.
   *
   * @param entry the entry
   * @return this
   */
  public Commit journal(JournalEntry entry) {
    journal = with(journal, entry);
    return this;
  }

  /**
   * Adds a line to the log of the fenced execution.
   *
   * @param entry the line
   * @return this
   */
  public Commit log(LogEntry entry) {
    log = with(log, entry);
    return this;
  }

  /**
   * Adds a dependency of the fenced execution; one that is there already is kept once.
   *
   * @param execution the execution that is waited for
   * @return this
   */
  public Commit dependency(ExecutionId execution) {
    dependencies = with(dependencies, execution);
    return this;
  }

  /**
   * Removes an item from the inbox of the fenced execution.
   *
   * @param itemId the id of the item
   * @return this
   */
  public Commit take(String itemId) {
    taken = with(taken, itemId);
    return this;
  }

  /**
   * Adds a new execution.
   *
   * @param creation the execution
   * @return this
   */
  public Commit create(Creation creation) {
    creations = with(creations, creation);
    return this;
  }

  /**
   * Appends to the inbox of any execution, which is due at once then. What nobody holds changes its
   * status with the commit:
   *
   * <ul>
   *   <li>A start makes a created or paused execution scheduled, due at once or when it is
   *       scheduled for; the item itself is not appended then, unless a pause is in the inbox.
   *   <li>A cancel or a deletion makes a paused execution scheduled that was started, unless it is
   *       paused for {@code REPLAY_MISMATCH} or {@code CRASH_LOOP}.
   * </ul>
   *
   * An execution that has ended ignores the item, unless it is a deletion, which marks it at once;
   * see {@link InboxItem#arriveAt}.
   *
   * @param item the item
   * @return this
   */
  public Commit send(InboxItem item) {
    inbox = with(inbox, item);
    return this;
  }

  /**
   * Writes a record. Another record of the type that is not deleted must not have its name.
   *
   * @param record the new content, with the version it has afterwards
   * @param expected the version it must have before; 0 if it must not exist
   * @return this
   */
  public Commit write(StoredRecord record, long expected) {
    records = with(records, new RecordWrite(record, expected));
    return this;
  }

  /**
   * Requires that a record has not changed.
   *
   * @param record the record as it was read
   * @return this
   */
  public Commit check(StoredRecord record) {
    checks = with(checks, new RecordCheck(record.type(), record.id(), record.version()));
    return this;
  }

  /**
   * Writes a cell.
   *
   * @param namespace its namespace
   * @param key its key
   * @param expected the version it must have before; 0 if it must not exist
   * @param value the new content; null deletes the cell
   * @return this
   */
  public Commit write(String namespace, String key, long expected, @Nullable Value value) {
    cells = with(cells, new CellWrite(namespace, key, expected, value));
    return this;
  }

  /**
   * Requires that a cell has not changed.
   *
   * @param cell the cell as it was read
   * @return this
   */
  public Commit check(Cell cell) {
    cellChecks = with(cellChecks, new CellCheck(cell.namespace(), cell.key(), cell.version()));
    return this;
  }

  /**
   * Wakes every execution that waits for a topic.
   *
   * @param topic the topic
   * @return this
   */
  public Commit notify(String topic) {
    notified = with(notified, topic);
    return this;
  }

  private static <T> List<T> with(List<T> list, T element) {
    List<T> target = list.isEmpty() ? new ArrayList<>(2) : list;
    target.add(element);
    return target;
  }

  /**
   * {@return the lease under which the commit is made; null if it changes no execution's own row}
   */
  public @Nullable Fence fence() {
    return fence;
  }

  /** {@return the node that makes the commit} */
  public String node() {
    return node;
  }

  /** {@return the new row of the fenced execution; null if it stays as it is} */
  public @Nullable ExecutionRecord update() {
    return update;
  }

  /** {@return how the lease is given back; null if it is kept} */
  public @Nullable Release release() {
    return release;
  }

  /** {@return the journal entries} */
  public List<JournalEntry> journal() {
    return journal;
  }

  /** {@return the log lines} */
  public List<LogEntry> log() {
    return log;
  }

  /** {@return the dependencies} */
  public List<ExecutionId> dependencies() {
    return dependencies;
  }

  /** {@return the ids of the inbox items that are removed} */
  public List<String> taken() {
    return taken;
  }

  /** {@return the new executions} */
  public List<Creation> creations() {
    return creations;
  }

  /** {@return the inbox items} */
  public List<InboxItem> inbox() {
    return inbox;
  }

  /** {@return the written records} */
  public List<RecordWrite> records() {
    return records;
  }

  /** {@return the records that must not have changed} */
  public List<RecordCheck> checks() {
    return checks;
  }

  /** {@return the written cells} */
  public List<CellWrite> cells() {
    return cells;
  }

  /** {@return the cells that must not have changed} */
  public List<CellCheck> cellChecks() {
    return cellChecks;
  }

  /** {@return the notified topics} */
  public List<String> notified() {
    return notified;
  }

  /** {@return true if nothing but the fence is in it} */
  public boolean isEmpty() {
    return update == null
        && release == null
        && journal.isEmpty()
        && log.isEmpty()
        && dependencies.isEmpty()
        && taken.isEmpty()
        && creations.isEmpty()
        && inbox.isEmpty()
        && records.isEmpty()
        && cells.isEmpty()
        && notified.isEmpty();
  }
}
