package io.flowengine.testkit.store;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.ExecutionRecord.End;
import io.flowengine.execution.ExecutionRecord.State;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.Value;
import io.flowengine.spi.Commit;
import io.flowengine.spi.CommitResult;
import io.flowengine.spi.CommitResult.Committed;
import io.flowengine.spi.InboxItem;
import io.flowengine.spi.Store;
import io.flowengine.spi.Wait;
import io.flowengine.testkit.store.StoreModel.Known;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Does the same to a store and to its model, and compares them after each step. */
final class StoreComparison {
  private static final String TOPIC = "topic";

  private final StoreWorld world = new StoreWorld();
  private final StoreModel model = new StoreModel();
  private final Map<Integer, ExecutionId> ids = new HashMap<>();
  private final Map<ExecutionId, Commit> last = new HashMap<>();
  private final Map<ExecutionId, Long> sequences = new HashMap<>();
  private int items;

  StoreComparison(Store store) {
    world.open(store);
    model.leases.put("a", world.in(10));
    model.leases.put("b", world.in(10));
  }

  void run(StoreCommand command) {
    switch (command) {
      case StoreCommand.Create create -> create(create);
      case StoreCommand.Claim claim -> claim(claim.node());
      case StoreCommand.Write write -> write(write);
      case StoreCommand.WriteLate late -> writeLate(late);
      case StoreCommand.Repeat repeat -> repeat(repeat);
      case StoreCommand.Release release -> release(release);
      case StoreCommand.End end -> end(end);
      case StoreCommand.Send send -> send(send);
      case StoreCommand.Notify any -> notifyTopic();
      case StoreCommand.WriteCell cell -> writeCell(cell);
      case StoreCommand.Pass pass -> pass(pass);
      case StoreCommand.Leave leave -> {
        world.store().leave(leave.node());
        model.leases.put(leave.node(), Instant.MIN);
      }
    }
    model.executions.values().forEach(this::compare);
    compareIndexes();
  }

  // ---------------------------------------------------------------- what is done

  private @Nullable Known known(int number) {
    ExecutionId id = ids.get(number);
    return id == null ? null : model.get(id);
  }

  private @Nullable Known held(int number) {
    Known known = known(number);
    return known == null || known.holder == null ? null : known;
  }

  private void create(StoreCommand.Create create) {
    if (ids.containsKey(create.execution())) {
      return;
    }
    String holder = create.holder();
    Instant dueAt =
        holder != null || create.dueIn() == null ? null : world.in(requireNonNull(create.dueIn()));
    ExecutionStatus status =
        holder != null
            ? ExecutionStatus.RUNNING
            : dueAt == null ? ExecutionStatus.CREATED : ExecutionStatus.SCHEDULED;
    ExecutionRecord record = world.record("e" + create.execution(), status);
    ids.put(create.execution(), record.id());
    Known known = new Known(record);
    known.dueAt = dueAt;
    if (holder != null) {
      known.hold(holder);
    }
    model.executions.put(record.id(), known);
    Committed unused =
        world.committed(new Commit("a").create(new Commit.Creation(record, holder, dueAt)));
  }

  private void claim(String node) {
    List<Known> expected =
        model.executions.values().stream()
            .filter(known -> model.canClaim(known, node, world.now))
            .toList();
    List<io.flowengine.spi.Claim> claims = world.claim(node, 100);
    assertThat(claims)
        .extracting(claim -> claim.record().id())
        .containsExactlyInAnyOrderElementsOf(
            expected.stream().map(known -> known.record.id()).toList());
    for (io.flowengine.spi.Claim claim : claims) {
      Known known = model.get(claim.record().id());
      model.claim(known, node, world.now);
      sequences.put(claim.record().id(), 0L);
      last.remove(claim.record().id());
      assertThat(claim.record()).isEqualTo(known.record);
      assertThat(claim.epoch()).isEqualTo(known.epoch);
      assertThat(claim.attempts()).isEqualTo(known.attempts);
      assertThat(claim.journalLength()).isEqualTo(known.journal);
      assertThat(claim.inbox()).isEqualTo(known.inbox);
    }
  }

  private Commit fenced(Known known) {
    ExecutionId id = known.record.id();
    long sequence = sequences.merge(id, 1L, Long::sum);
    return new Commit(requireNonNull(known.holder)).fence(id, known.epoch, sequence);
  }

  private Committed commit(Known known, Commit commit) {
    known.attempts = 0;
    last.put(known.record.id(), commit);
    return world.committed(commit);
  }

  private void write(StoreCommand.Write write) {
    Known known = held(write.execution());
    if (known != null) {
      Commit commit = fenced(known).journal(world.entry(++known.journal, "call"));
      known.inbox.forEach(item -> commit.take(item.id()));
      known.inbox.clear();
      Committed unused = commit(known, commit);
    }
  }

  private void writeLate(StoreCommand.WriteLate late) {
    Known known = known(late.execution());
    if (known != null) {
      Commit commit =
          new Commit("b")
              .fence(known.record.id(), known.epoch - 1, 7)
              .journal(world.entry(99, "late"));
      assertThat(world.store().commit(commit, world.now)).isEqualTo(new CommitResult.Fenced());
    }
  }

  private void repeat(StoreCommand.Repeat repeat) {
    Known known = known(repeat.execution());
    Commit commit = known == null ? null : last.get(known.record.id());
    if (known != null && commit != null) {
      assertThat(world.committed(commit).released()).isEqualTo(known.holder == null);
    }
  }

  private void release(StoreCommand.Release release) {
    Known known = held(release.execution());
    if (known == null) {
      return;
    }
    List<ExecutionId> targets =
        release.targets().stream()
            .map(ids::get)
            .filter(id -> id != null && !id.equals(known.record.id()))
            .toList();
    Wait wait =
        new Wait(targets, release.returnWhen(), release.topic() ? List.of(TOPIC) : List.of());
    Instant dueAt = release.dueIn() == null ? null : world.in(release.dueIn());
    ExecutionRecord waiting =
        known.record.with(known.record.state().with(ExecutionStatus.WAITING, null));
    boolean expected = !known.hasNews() && !model.isSettled(wait);
    Commit commit = fenced(known).update(waiting).release(wait, dueAt);
    boolean released = commit(known, commit).released();
    if (!known.maybeWoken) {
      assertThat(released).as("released").isEqualTo(expected);
    }
    known.woken = false;
    known.maybeWoken = false;
    known.wait = Wait.NOTHING;
    if (released) {
      known.wait = wait;
      known.record = waiting;
      known.holder = null;
      known.dueAt = dueAt;
    }
  }

  private void end(StoreCommand.End end) {
    Known known = held(end.execution());
    if (known == null) {
      return;
    }
    State state = known.record.state();
    ExecutionRecord ended =
        known.record.with(
            new State(
                end.status(),
                null,
                null,
                Value.EMPTY,
                null,
                state.startedAt(),
                new End(world.now, 0)));
    Commit commit = fenced(known).update(ended);
    Committed committed = commit(known, commit);
    assertThat(committed.released()).isTrue();
    assertThat(committed.woken())
        .containsExactlyInAnyOrderElementsOf(model.end(known, ended, world.now));
  }

  /** A store may forget the topics of a wait that is over, or tell of it once more. */
  private void notifyTopic() {
    List<ExecutionId> waiting = model.waitingFor(TOPIC);
    assertThat(world.committed(new Commit("a").notify(TOPIC)).woken())
        .doesNotHaveDuplicates()
        .containsAll(model.notifyTopic(TOPIC, world.now))
        .isSubsetOf(waiting);
  }

  private void send(StoreCommand.Send send) {
    Known known = known(send.execution());
    if (known != null) {
      InboxItem item =
          new InboxItem(known.record.id(), "item " + ++items, send.kind(), Value.EMPTY, world.now);
      assertThat(world.committed(new Commit("b").send(item)).woken())
          .isEqualTo(model.send(known, item, world.now));
    }
  }

  private void writeCell(StoreCommand.WriteCell cell) {
    String key = "cell " + cell.cell();
    long version = model.cells.getOrDefault(cell.cell(), 0L);
    Commit commit =
        new Commit("a").write("space", key, cell.right() ? version : version + 3, Value.of("x"));
    CommitResult result = world.store().commit(commit, world.now);
    assertThat(result instanceof Committed).isEqualTo(cell.right());
    if (cell.right()) {
      model.cells.put(cell.cell(), version + 1);
    }
    assertThat(world.store().cell("space", key).version())
        .isEqualTo(model.cells.getOrDefault(cell.cell(), 0L));
  }

  private void pass(StoreCommand.Pass pass) {
    world.pass(Duration.ofSeconds(pass.seconds()));
    for (String node : pass.renewing()) {
      world.renew(node, Duration.ofSeconds(10));
      model.leases.put(node, world.in(10));
    }
  }

  // ---------------------------------------------------------------- what is compared

  private void compare(Known known) {
    ExecutionId id = known.record.id();
    ExecutionRecord stored = world.read(id);
    assertThat(stored.status()).isEqualTo(known.record.status());
    assertThat(stored.state().startedAt()).isEqualTo(known.record.state().startedAt());
    assertThat(world.store().inbox(id)).isEqualTo(known.inbox);
    assertThat(world.store().journal(id)).hasSize(known.journal);
  }

  /** What was woken twice may be due since the first time or since the second. */
  private void settle(
      Known known, Map<ExecutionId, Instant> due, Map<ExecutionId, Instant> listed) {
    ExecutionId id = known.record.id();
    Instant at = listed.get(id);
    if (known.woken && at != null && due.containsKey(id) && !at.isAfter(world.now)) {
      known.dueAt = at;
      due.put(id, at);
    }
  }

  private void compareIndexes() {
    Map<ExecutionId, Instant> due = new HashMap<>();
    model.executions.forEach(
        (id, known) -> {
          if (known.dueAt != null) {
            due.put(id, known.dueAt);
          }
        });
    Map<ExecutionId, Instant> listed = new HashMap<>();
    world.store().due(world.in(1000), 100).forEach(one -> listed.put(one.execution(), one.dueAt()));
    model.executions.forEach((id, known) -> settle(known, due, listed));
    assertThat(listed).as("what is due when").isEqualTo(due);
    for (String node : List.of("a", "b")) {
      assertThat(world.store().held(node))
          .as("held by %s", node)
          .containsExactlyInAnyOrderElementsOf(
              model.executions.values().stream()
                  .filter(known -> node.equals(known.holder))
                  .map(known -> known.record.id())
                  .toList());
    }
  }
}
