package io.flowengine.testkit;

import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.ExecutionTree;
import io.flowengine.execution.Filter;
import io.flowengine.execution.LogEntry;
import io.flowengine.execution.Query;
import io.flowengine.spi.JournalEntry;
import io.flowengine.spi.Journaled;
import io.flowengine.spi.StoreQueries;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Tells what executions did, for people: the tree, and the journal and log of each. */
final class Story {
  private static final int MOST = 100;

  private Story() {}

  /** Everything that is in a store. */
  static String of(StoreQueries store, Instant now) {
    StringBuilder text = new StringBuilder();
    for (ExecutionRecord record : all(store)) {
      if (record.parent() == null) {
        tell(store, record, now, text);
      }
    }
    return text.isEmpty() ? "no executions\n" : text.toString();
  }

  private static void tell(
      StoreQueries store, ExecutionRecord record, Instant now, StringBuilder text) {
    ExecutionTree tree = tree(store, record, now);
    text.append('\n').append(tree.toText());
    details(store, tree, text);
  }

  private static void details(StoreQueries store, ExecutionTree tree, StringBuilder text) {
    ExecutionId id = tree.record().id();
    details(tree.record(), store.journal(id), store.log(id, 0, MOST), text);
    tree.children().forEach(child -> details(store, child, text));
  }

  private static ExecutionTree tree(StoreQueries store, ExecutionRecord record, Instant now) {
    List<ExecutionTree> children =
        store
            .executions(
                Query.where(Filter.eq("parent_execution_id", record.id().toString())).limit(MOST))
            .items()
            .stream()
            .map(child -> tree(store, child, now))
            .toList();
    return new ExecutionTree(record, children, store.dependencies(record.id()), now);
  }

  static List<ExecutionRecord> all(StoreQueries store) {
    List<ExecutionRecord> records = new ArrayList<>();
    Query query = Query.all().limit(Query.MAX_LIMIT);
    do {
      var page = store.executions(query);
      records.addAll(page.items());
      query = query.after(page.cursor());
    } while (query.cursor() != null);
    return records;
  }

  /** One execution and its descendants. */
  static String of(Execution execution) {
    StringBuilder text = new StringBuilder("\n").append(execution.tree().toText());
    details(execution, text);
    return text.toString();
  }

  private static void details(Execution execution, StringBuilder text) {
    List<JournalEntry> journal =
        execution instanceof Journaled journaled ? journaled.journal() : List.of();
    details(execution.record(), journal, execution.log(), text);
    execution.children().forEach(child -> details(child, text));
  }

  private static void details(
      ExecutionRecord record, List<JournalEntry> journal, List<LogEntry> log, StringBuilder text) {
    text.append("-- ").append(record.name()).append(' ').append(record.id()).append('\n');
    if (record.state().message() != null) {
      text.append("   message: ").append(record.state().message()).append('\n');
    }
    for (JournalEntry entry : journal) {
      JournalEntry.Call call = entry.call();
      text.append("   ").append(entry.position()).append(' ').append(call.name());
      text.append(call.key().isEmpty() ? "" : " " + call.key());
      text.append(call.preview().isEmpty() ? "" : " " + call.preview());
      text.append(" -> ").append(result(entry.result())).append('\n');
    }
    for (LogEntry line : log) {
      text.append("   log ").append(line.level()).append(": ").append(line.text()).append('\n');
    }
  }

  private static String result(JournalEntry.Result result) {
    return switch (result) {
      case JournalEntry.Pending pending -> "waits";
      case JournalEntry.Returned returned -> returned.value().json();
      case JournalEntry.Raised raised -> raised.error() + ": " + raised.message();
      case JournalEntry.Interrupted interrupted ->
          "interrupted, "
              + interrupted.reason()
              + ": "
              + Objects.requireNonNullElse(interrupted.message(), "");
    };
  }
}
