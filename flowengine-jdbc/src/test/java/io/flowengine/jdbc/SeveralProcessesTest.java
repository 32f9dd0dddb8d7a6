package io.flowengine.jdbc;

import static io.flowengine.jdbc.Executions.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.ExecutionRecord.End;
import io.flowengine.execution.ExecutionRecord.State;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.ReturnWhen;
import io.flowengine.execution.Value;
import io.flowengine.spi.Claim;
import io.flowengine.spi.Commit;
import io.flowengine.spi.CommitResult;
import io.flowengine.spi.CommitResult.Committed;
import io.flowengine.spi.Store;
import io.flowengine.spi.StoreException;
import io.flowengine.spi.Wait;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two stores on one database, as two JVMs have them. */
class SeveralProcessesTest {
  private final String schema = PostgresServer.SERVER.newSchema();
  private JdbcStore left;
  private JdbcStore right;

  @BeforeEach
  void open() {
    left = PostgresServer.SERVER.store(schema);
    right = PostgresServer.SERVER.store(schema);
    for (JdbcStore store : List.of(left, right)) {
      store.renew(store == left ? "a" : "b", NOW, NOW.plusSeconds(10));
    }
    left.renew("a", NOW, NOW.plusSeconds(10));
  }

  @AfterEach
  void close() {
    left.close();
    right.close();
  }

  private static void inParallel(List<Callable<Void>> tasks) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Void> done : threads.invokeAll(tasks)) {
        done.get();
      }
    }
  }

  private static Commit ending(ExecutionRecord record) {
    State state = record.state();
    return new Commit("a")
        .fence(record.id(), 1, 1)
        .update(
            record.with(
                new State(
                    ExecutionStatus.ENDED_SUCCESS,
                    null,
                    null,
                    Value.EMPTY,
                    null,
                    state.startedAt(),
                    new End(NOW, 0))));
  }

  private List<ExecutionRecord> held(int count) {
    List<ExecutionRecord> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ExecutionRecord record = Executions.record("e" + i);
      left.commit(new Commit("a").create(new Commit.Creation(record, "a", null)), NOW);
      records.add(record);
    }
    return records;
  }

  @Test
  void who_lost_the_lease_to_another_process_is_fenced() {
    ExecutionId id = Executions.held(left, "one");
    Claim.Request request =
        new Claim.Request(
            "b", NOW.plusSeconds(11), Set.of("java:flow"), 1, List.of(id), Claim.Again.NO);
    assertThat(right.claim(request)).hasSize(1);
    CommitResult late = left.commit(new Commit("a").fence(id, 1, 1), NOW);
    assertThat(late).isEqualTo(new CommitResult.Fenced());
  }

  @Test
  void no_wake_up_is_lost_between_two_processes() throws Exception {
    int count = 100;
    List<ExecutionRecord> targets = held(count);
    List<ExecutionRecord> waiters = held(count);
    List<ExecutionId> awake = Collections.synchronizedList(new ArrayList<>());
    List<Callable<Void>> tasks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ExecutionRecord target = targets.get(i);
      ExecutionRecord waiter = waiters.get(i);
      tasks.add(
          () -> {
            awake.addAll(((Committed) left.commit(ending(target), NOW)).woken());
            return null;
          });
      tasks.add(
          () -> {
            Wait wait = new Wait(List.of(target.id()), ReturnWhen.ALL_ENDED, List.of());
            Commit commit = new Commit("a").fence(waiter.id(), 1, 1).release(wait, null);
            if (!((Committed) right.commit(commit, NOW)).released()) {
              awake.add(waiter.id());
            }
            return null;
          });
    }
    inParallel(tasks);
    assertThat(awake)
        .containsExactlyInAnyOrderElementsOf(waiters.stream().map(ExecutionRecord::id).toList());
  }

  @Test
  void groups_that_touch_the_same_executions_in_any_order_do_not_lock_each_other_out()
      throws Exception {
    List<ExecutionRecord> targets = held(20);
    List<ExecutionRecord> waiters = held(60);
    List<Callable<Void>> tasks = new ArrayList<>();
    for (ExecutionRecord waiter : waiters) {
      List<ExecutionId> shuffled =
          new ArrayList<>(targets.stream().map(ExecutionRecord::id).toList());
      Collections.shuffle(shuffled);
      JdbcStore store = tasks.size() % 2 == 0 ? left : right;
      tasks.add(
          () -> {
            Wait wait = new Wait(shuffled, ReturnWhen.ALL_ENDED, List.of("topic"));
            store.commit(new Commit("a").fence(waiter.id(), 1, 1).release(wait, null), NOW);
            return null;
          });
    }
    for (ExecutionRecord target : targets) {
      JdbcStore store = tasks.size() % 2 == 0 ? left : right;
      tasks.add(
          () -> {
            store.commit(ending(target).notify("topic"), NOW);
            return null;
          });
    }
    inParallel(tasks);
    List<ExecutionId> ended = targets.stream().map(ExecutionRecord::id).toList();
    assertThat(left.executions(ended)).allMatch(record -> record.status().isEnded());
    assertThat(left.executions(ended).stream().map(r -> r.state().end().order()))
        .doesNotHaveDuplicates();
  }

  @Test
  void of_many_that_compare_and_set_in_two_processes_each_wins_once() throws Exception {
    List<Callable<Void>> tasks = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      JdbcStore store = i % 2 == 0 ? left : right;
      tasks.add(
          () -> {
            for (int won = 0; won < 25; ) {
              long version = store.cell("space", "counter").version();
              Commit commit =
                  new Commit("a").write("space", "counter", version, Value.of(version + 1));
              won += store.commit(commit, NOW) instanceof Committed ? 1 : 0;
            }
            return null;
          });
    }
    inParallel(tasks);
    assertThat(left.cell("space", "counter").version()).isEqualTo(200);
  }

  @Test
  void what_one_process_commits_is_a_hint_to_the_other() throws Exception {
    LinkedBlockingQueue<ExecutionId> heard = new LinkedBlockingQueue<>();
    right.subscribe("b", new Heard(heard));
    ExecutionRecord record = Executions.record("due");
    ExecutionId hint = null;
    for (int i = 0; i < 50 && hint == null; i++) { // until the listener listens
      ExecutionRecord next = i == 0 ? record : Executions.record("due" + i);
      left.commit(new Commit("a").create(new Commit.Creation(next, null, NOW)), NOW);
      hint = heard.poll(200, TimeUnit.MILLISECONDS);
    }
    assertThat(hint).isNotNull();
  }

  private record Heard(LinkedBlockingQueue<ExecutionId> hints) implements Store.Listener {
    @Override
    public void due(List<ExecutionId> executions) {
      hints.addAll(executions);
    }

    @Override
    public void stirred(List<ExecutionId> executions) {}

    @Override
    public void ended(ExecutionId execution) {}
  }

  @Test
  void a_store_whose_connections_were_cut_works_again() throws Exception {
    ExecutionId id = Executions.held(left, "one");
    int writer = left.onWriter(SeveralProcessesTest::process);
    PostgresServer.SERVER.execute("SELECT pg_terminate_backend(" + writer + ")");
    Commit commit = new Commit("a").fence(id, 1, 1).log(Executions.line("once"));
    assertThatThrownBy(() -> left.commit(commit, NOW))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("the call can be repeated");
    assertThat(left.commit(commit, NOW)).isInstanceOf(Committed.class);
    assertThat(left.log(id, 0, 9)).hasSize(1);
  }

  private static int process(io.flowengine.jdbc.internal.session.Session session)
      throws java.sql.SQLException {
    try (Statement statement = session.connection().createStatement();
        ResultSet rows = statement.executeQuery("SELECT pg_backend_pid()")) {
      rows.next();
      return rows.getInt(1);
    }
  }

  @Test
  void the_writer_waits_for_the_disk_whatever_the_host_has_set() throws Exception {
    String setting =
        left.onWriter(
            session -> {
              try (Statement statement = session.connection().createStatement();
                  ResultSet rows =
                      statement.executeQuery(
                          "SELECT current_setting('synchronous_commit') || ' '"
                              + " || current_setting('fsync')")) {
                return rows.next() ? rows.getString(1) : "";
              }
            });
    assertThat(setting).isEqualTo("on on");
  }

  @Test
  void leases_go_by_the_clock_of_the_database_by_default() {
    try (JdbcStore store =
        JdbcStore.builder(PostgresServer.SERVER.dataSource()).schema(schema).open()) {
      Instant wrong = Instant.parse("1990-01-01T00:00:00Z");
      store.renew("slow", wrong, wrong.plusSeconds(60));
      ExecutionRecord record = Executions.record("one");
      store.commit(new Commit("slow").create(new Commit.Creation(record, "slow", null)), wrong);
      Instant later = wrong.plusSeconds(3600);
      Claim.Request request =
          new Claim.Request(
              "b", later, Set.of("java:flow"), 9, List.of(record.id()), Claim.Again.NO);
      assertThat(store.claim(request)).as("the lease of the living").isEmpty();
      store.leave("slow");
      assertThat(store.claim(request)).hasSize(1);
    }
  }
}
