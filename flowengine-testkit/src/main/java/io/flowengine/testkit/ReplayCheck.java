package io.flowengine.testkit;

import static java.util.Objects.requireNonNull;

import io.flowengine.FlowEngine;
import io.flowengine.FlowEngineBuilder;
import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.ExecutionRecord.State;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.ExecutionType;
import io.flowengine.execution.RecordRef;
import io.flowengine.spi.Cell;
import io.flowengine.spi.Commit;
import io.flowengine.spi.Environment;
import io.flowengine.spi.JournalEntry;
import io.flowengine.spi.Store;
import io.flowengine.spi.StoreQueries;
import io.flowengine.spi.StoredRecord;
import io.flowengine.spi.Wait;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Runs ended executions once more, from their journals: in a store of their own, as if they had
 * been interrupted just before their end. They must end in the same way, and call nothing that is
 * not recorded.
 */
final class ReplayCheck extends ForwardingStore {
  private static final String NODE = "replay check";

  private final Store copy;
  private final StoreQueries original;
  private final List<ExecutionRecord> ended;

  private ReplayCheck(Store copy, StoreQueries original, List<ExecutionRecord> ended) {
    super(copy);
    this.copy = copy;
    this.original = original;
    this.ended = ended;
  }

  /** {@return what a replay of the executions in a store finds wrong} */
  static List<String> findings(
      StoreQueries original, Function<Store, FlowEngineBuilder> engines, VirtualTime time) {
    List<ExecutionRecord> ended =
        Story.all(original).stream()
            .filter(record -> record.status().isEnded())
            .filter(record -> record.status() != ExecutionStatus.ENDED_CANCELLED)
            // the work of a connection is no call: a replay would do it again
            .filter(record -> record.origin().type() != ExecutionType.CONNECTION)
            .toList();
    if (ended.isEmpty()) {
      return List.of();
    }
    ReplayCheck check = new ReplayCheck(FlowEngine.inMemoryStore(), original, ended);
    ended.forEach(check::interrupt);
    Environment node = time.node();
    try (FlowEngine engine = engines.apply(check).environment(node).build()) {
      time.settle();
      requireNonNull(engine);
    }
    return check.findings();
  }

  private void interrupt(ExecutionRecord record) {
    State end = record.state();
    State before =
        new State(ExecutionStatus.RUNNING, null, null, end.outputs(), null, end.startedAt(), null);
    Commit creation = new Commit(NODE);
    creation.create(new Commit.Creation(record.with(before), NODE, null));
    copy.commit(creation, VirtualTime.START);
    Commit journal = new Commit(NODE).fence(record.id(), 1, 1);
    original.journal(record.id()).forEach(journal::journal);
    copy.commit(journal.release(Wait.NOTHING, VirtualTime.START), VirtualTime.START);
  }

  private List<String> findings() {
    List<String> findings = new ArrayList<>();
    for (ExecutionRecord record : ended) {
      ExecutionRecord replayed = copy.executions(List.of(record.id())).getFirst();
      String what = "the replay of " + record.name() + " " + record.id() + " ";
      if (replayed.status() != record.status()) {
        findings.add(what + "came to " + replayed.status() + ": " + replayed.state().message());
      } else if (!replayed.state().outputs().equals(record.state().outputs())) {
        findings.add(what + "has other outputs: " + replayed.state().outputs().json());
      }
      List<JournalEntry> more = new ArrayList<>(copy.journal(record.id()));
      more.removeAll(original.journal(record.id()));
      if (!more.isEmpty()) {
        findings.add(what + "made calls that are not recorded: " + more);
      }
    }
    return findings;
  }

  // ---------------------------------------------------------------- what is asked of others

  /**
   * A parent that is replayed sees its children as they ended, whether they are replayed or not.
   */
  @Override
  public List<ExecutionRecord> executions(Collection<ExecutionId> wanted) {
    return original.executions(wanted);
  }

  @Override
  public Optional<StoredRecord> record(RecordRef ref) {
    return original.record(ref);
  }

  @Override
  public Cell cell(String namespace, String key) {
    return original.cell(namespace, key);
  }
}
