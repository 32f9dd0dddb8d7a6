package io.flowengine.testkit;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.spi.Claim;
import io.flowengine.spi.JournalEntry;
import io.flowengine.spi.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What must hold in a store, whatever a test did. */
final class Invariants {
  private static final Duration EVER = Duration.ofDays(36_500);

  private Invariants() {}

  /**
   * Checks a store whose engine is open and has come to rest: every execution that was started has
   * ended, or waits for something that can be seen.
   */
  static List<String> open(Store store) {
    List<String> findings = new ArrayList<>();
    Set<ExecutionId> due =
        store.due(VirtualTime.START.plus(EVER), Integer.MAX_VALUE).stream()
            .map(Store.Due::execution)
            .collect(Collectors.toSet());
    for (ExecutionRecord record : Story.all(store)) {
      String what = record.name() + " " + record.id() + " is " + record.status();
      ExecutionStatus status = record.status();
      if (status == ExecutionStatus.WAITING && !due.contains(record.id())) {
        if (isOver(store, record)) {
          findings.add(what + ", and everything it waits for has ended: a wake-up was lost");
        }
      } else if ((status == ExecutionStatus.SCHEDULED || status == ExecutionStatus.RUNNING)
          && !due.contains(record.id())) {
        findings.add(what + ", but nothing runs");
      }
      findings.addAll(journal(store, record));
    }
    return findings;
  }

  private static boolean isOver(Store store, ExecutionRecord record) {
    List<JournalEntry> pending =
        store.journal(record.id()).stream().filter(entry -> !entry.isComplete()).toList();
    if (pending.isEmpty()) {
      return true;
    }
    List<ExecutionRecord> awaited = store.executions(store.dependencies(record.id()));
    return pending.getLast().call().name().startsWith("wait")
        && awaited.stream().allMatch(target -> target.status().isEnded());
  }

  private static List<String> journal(Store store, ExecutionRecord record) {
    List<String> findings = new ArrayList<>();
    List<JournalEntry> journal = store.journal(record.id());
    List<JournalEntry> sorted =
        journal.stream().sorted(Comparator.comparing(JournalEntry::position)).toList();
    if (!sorted.equals(journal)
        || journal.stream().map(JournalEntry::position).distinct().count() < journal.size()) {
      findings.add("the journal of " + record.name() + " is out of order");
    }
    if (record.status() == ExecutionStatus.ENDED_SUCCESS
        && !journal.stream().allMatch(JournalEntry::isComplete)) {
      findings.add(record.name() + " succeeded although a call of it still waits");
    }
    if (record.status().isEnded() && !store.inbox(record.id()).isEmpty()) {
      findings.add(record.name() + " has ended with something in its inbox");
    }
    return findings;
  }

  /** Checks a store whose engines are all closed or crashed: nothing is held by them. */
  static List<String> closed(Store store, Iterable<String> nodes, VirtualTime time) {
    List<String> findings = new ArrayList<>();
    for (String node : nodes) {
      for (ExecutionRecord record : store.executions(store.held(node))) {
        Claim.Request request =
            new Claim.Request(
                "probe",
                time.now().plus(Duration.ofSeconds(11)),
                Set.of(record.origin().requires()),
                1,
                List.of(record.id()),
                Claim.Again.NO);
        if (store.claim(request).isEmpty()) {
          findings.add(record.name() + " is still held by " + node + ", which is closed");
        }
      }
    }
    return findings;
  }
}
