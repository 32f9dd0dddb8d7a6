package io.flowengine.jdbc;

import static io.flowengine.jdbc.Executions.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.Value;
import io.flowengine.spi.Commit;
import io.flowengine.spi.CommitResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What arrives while a transaction is under way shares the next one. */
class GroupCommitTest {
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private JdbcStore store;

  @AfterEach
  void close() {
    threads.shutdown();
    store.close();
  }

  private void open(String product) {
    store = product.equals("sqlite") ? TemporaryStores.sqlite() : PostgresServer.SERVER.store();
  }

  /** Hands in commits while the writer is kept busy, in the given order, so that they meet. */
  private List<CommitResult> together(List<Commit> commits) {
    return handedIn(commits).stream().map(CompletableFuture::join).toList();
  }

  private List<CompletableFuture<CommitResult>> handedIn(List<Commit> commits) {
    CountDownLatch busy = new CountDownLatch(1);
    CompletableFuture<Boolean> blocked =
        CompletableFuture.supplyAsync(() -> store.onWriter(session -> await(busy)), threads);
    List<CompletableFuture<CommitResult>> results = new ArrayList<>();
    int before = 0;
    while (!isBlocked) {
      Thread.onSpinWait();
    }
    for (Commit commit : commits) {
      results.add(CompletableFuture.supplyAsync(() -> store.commit(commit, NOW), threads));
      before++;
      while (store.waiting() < before) {
        Thread.onSpinWait();
      }
    }
    busy.countDown();
    assertThat(blocked.join()).isTrue();
    return results;
  }

  private volatile boolean isBlocked;

  private boolean await(CountDownLatch latch) {
    isBlocked = true;
    try {
      latch.await();
      return true;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite", "postgresql"})
  void commits_that_arrive_together_share_a_transaction(String product) {
    open(product);
    List<Commit> commits = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      ExecutionId id = Executions.held(store, "e" + i);
      commits.add(new Commit("a").fence(id, 1, 1).log(Executions.line("x")));
    }
    long before = store.transactions();
    assertThat(together(commits)).containsOnly(CommitResult.Committed.PLAIN);
    assertThat(store.transactions() - before).isEqualTo(2);
  }

  @Test
  void what_is_alone_is_written_to_sqlite_by_the_thread_that_asks() {
    assumeThat(Runtime.getRuntime().availableProcessors()).isGreaterThan(1);
    open("sqlite");
    Thread writing = store.onWriter(session -> Thread.currentThread());
    assertThat(writing).isSameAs(Thread.currentThread());
  }

  @Test
  void what_comes_after_a_group_is_written_by_the_thread_of_the_writer_for_more_may_come() {
    open("sqlite");
    assertThat(
            together(
                List.of(
                    new Commit("a").write("space", "one", 0, Value.of(1)),
                    new Commit("a").write("space", "two", 0, Value.of(2)))))
        .containsOnly(CommitResult.Committed.PLAIN);
    Thread writing = store.onWriter(session -> Thread.currentThread());
    assertThat(writing.getName()).isEqualTo("flowengine-writer");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite", "postgresql"})
  void a_refused_member_of_a_group_fails_alone(String product) {
    open(product);
    ExecutionId one = Executions.held(store, "one");
    ExecutionId two = Executions.held(store, "two");
    List<CommitResult> results =
        together(
            List.of(
                new Commit("a").fence(one, 1, 1).log(Executions.line("x")),
                new Commit("b").fence(two, 7, 1).log(Executions.line("late")),
                new Commit("a").write("space", "key", 3, Value.of("wrong")),
                new Commit("a").write("space", "key", 0, Value.of("right"))));
    assertThat(results.get(0)).isEqualTo(CommitResult.Committed.PLAIN);
    assertThat(results.get(1)).isEqualTo(new CommitResult.Fenced());
    assertThat(results.get(2)).isInstanceOf(CommitResult.Conflict.class);
    assertThat(results.get(3)).isEqualTo(CommitResult.Committed.PLAIN);
    assertThat(store.log(one, 0, 9)).hasSize(1);
    assertThat(store.log(two, 0, 9)).isEmpty();
    assertThat(store.cell("space", "key").value()).isEqualTo(Value.of("right"));
  }

  /** A key that does not fit into an index of PostgreSQL, however it is compressed. */
  private static String unfittingKey() {
    StringBuilder key = new StringBuilder();
    Random random = new Random(1);
    while (key.length() < 20_000) {
      key.append((char) ('!' + random.nextInt(90)));
    }
    return key.toString();
  }

  @Test
  void a_member_that_the_database_refuses_fails_alone() {
    open("postgresql");
    List<CompletableFuture<CommitResult>> results =
        handedIn(
            List.of(
                new Commit("a").write("space", "before", 0, Value.of(1)),
                new Commit("a").write("space", unfittingKey(), 0, Value.of(2)),
                new Commit("a").write("space", "after", 0, Value.of(3))));
    assertThat(results.get(0).join()).isEqualTo(CommitResult.Committed.PLAIN);
    assertThatThrownBy(results.get(1)::join)
        .hasCauseInstanceOf(InvalidInputException.class)
        .hasMessageContaining("the database refuses a value of the commit");
    assertThat(results.get(2).join()).isEqualTo(CommitResult.Committed.PLAIN);
    assertThat(store.cell("space", "before").version()).isEqualTo(1);
    assertThat(store.cell("space", "after").version()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite", "postgresql"})
  void a_member_whose_row_cannot_be_read_fails_alone(String product) {
    open(product);
    ExecutionId broken = Executions.held(store, "broken");
    ExecutionId sound = Executions.held(store, "sound");
    int unused =
        store.onWriter(
            session ->
                session
                    .prepare("UPDATE {executions} SET status = 'BROKEN' WHERE id = ?")
                    .id(broken)
                    .change());
    List<CompletableFuture<CommitResult>> results =
        handedIn(
            List.of(
                new Commit("a").fence(broken, 1, 1).log(Executions.line("x")),
                new Commit("a").fence(sound, 1, 1).log(Executions.line("x"))));
    assertThatThrownBy(results.get(0)::join).hasStackTraceContaining("BROKEN");
    assertThat(results.get(1).join()).isEqualTo(CommitResult.Committed.PLAIN);
    assertThat(store.log(sound, 0, 9)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite", "postgresql"})
  void of_two_that_compare_and_set_in_one_group_the_first_wins(String product) {
    open(product);
    List<CommitResult> results =
        together(
            List.of(
                new Commit("a").write("space", "key", 0, Value.of("first")),
                new Commit("b").write("space", "key", 0, Value.of("second"))));
    assertThat(results.get(0)).isEqualTo(CommitResult.Committed.PLAIN);
    assertThat(results.get(1)).isInstanceOf(CommitResult.Conflict.class);
    assertThat(store.cell("space", "key").value()).isEqualTo(Value.of("first"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite", "postgresql"})
  void texts_with_the_character_zero_come_back(String product) {
    open(product);
    ExecutionId one = Executions.held(store, "one");
    store.commit(
        new Commit("a").fence(one, 1, 1).log(Executions.line("nul \u0000 and \u0001")), NOW);
    assertThat(store.log(one, 0, 9)).containsExactly(Executions.line("nul \u0000 and \u0001"));
  }
}
