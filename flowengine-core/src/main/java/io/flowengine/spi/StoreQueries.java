package io.flowengine.spi;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.LogEntry;
import io.flowengine.execution.Page;
import io.flowengine.execution.Query;
import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The reading half of a {@link Store}. Each read sees whole commits only, and all that were
 * acknowledged before it began.
 */
public interface StoreQueries {
  /**
   * Reads executions.
   *
   * @param ids their ids
   * @return those that exist, in the order of {@code ids}
   */
  List<ExecutionRecord> executions(Collection<ExecutionId> ids);

  /**
   * Lists executions.
   *
   * @param query which, in which order
   * @return one page
   */
  Page<ExecutionRecord> executions(Query query);

  /**
   * Tells who holds an execution, when it is due, and what it is registered to wait for.
   *
   * @param id the execution
   * @return how it stands; empty if it does not exist
   */
  Optional<Standing> standing(ExecutionId id);

  /**
   * Reads a journal.
   *
   * @param id the execution
   * @return its entries by position; empty if it has none or does not exist
   * @throws PayloadException if it cannot be decoded
   */
  default List<JournalEntry> journal(ExecutionId id) {
    return journals(List.of(id)).getOrDefault(id, List.of());
  }

  /**
   * Reads journals. How often the store is asked does not depend on how many there are; the caller
   * sees to it that what they hold fits into memory together.
   *
   * @param ids the executions
   * @return the entries of each by position; those that have none or do not exist are left out
   * @throws PayloadException if one of them cannot be decoded; then nothing is answered
   */
  Map<ExecutionId, List<JournalEntry>> journals(Collection<ExecutionId> ids);

  /**
   * Reads one entry of a journal.
   *
   * @param id the execution
   * @param position where the call was made
   * @return the entry; empty if there is none at this position, or the execution does not exist
   * @throws PayloadException if it cannot be decoded
   */
  Optional<JournalEntry> entry(ExecutionId id, Position position);

  /**
   * Reads an inbox.
   *
   * @param id the execution
   * @return its items, oldest first
   */
  List<InboxItem> inbox(ExecutionId id);

  /**
   * Reads a log.
   *
   * @param id the execution
   * @param from how many lines to leave out at the beginning
   * @param limit how many lines at most
   * @return the lines, oldest first
   */
  List<LogEntry> log(ExecutionId id, int from, int limit);

  /**
   * Lists what an execution waits or waited for.
   *
   * @param id the execution
   * @return each dependency once, in the order they were recorded
   */
  List<ExecutionId> dependencies(ExecutionId id);

  /**
   * Reads a record. By name only records that are not deleted are found.
   *
   * @param ref type and id or name; not an execution
   * @return the record; empty if there is none
   */
  Optional<StoredRecord> record(RecordRef ref);

  /**
   * Lists records.
   *
   * @param type their type; not executions
   * @param query which, in which order; the field {@code is_deleted} tells deleted ones
   * @return one page
   */
  Page<StoredRecord> records(RecordType type, Query query);

  /**
   * Reads a cell.
   *
   * @param namespace its namespace
   * @param key its key
   * @return the cell; with version 0 if it does not exist
   */
  Cell cell(String namespace, String key);

  /**
   * Lists cells by key.
   *
   * @param namespace their namespace
   * @param prefix what their keys begin with; letters, digits and signs of ASCII, at least one
   * @param after the key of the last cell that was listed before; empty to begin
   * @param limit how many at most
   * @return those behind {@code after}; fewer than {@code limit} if there are no more
   * @throws PayloadException if one of them cannot be decoded
   */
  List<Cell> cells(String namespace, String prefix, String after, int limit);
}
