package io.flowengine.jdbc;

import static io.flowengine.jdbc.Executions.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.ExecutionRecord.End;
import io.flowengine.spi.Claim;
import io.flowengine.spi.Commit;
import io.flowengine.spi.Wait;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How often the store asks PostgreSQL for what. */
class RoundTripsTest {
  private final CountedStatements statements = new CountedStatements();

  private int claim(int executions) {
    try (JdbcStore store = statements.store()) {
      for (int i = 0; i < executions; i++) {
        ExecutionId id = Executions.held(store, "e" + i);
        store.commit(
            new Commit("a")
                .fence(id, 1, 1)
                .journal(Executions.entry(1))
                .journal(Executions.entry(2))
                .release(Wait.NOTHING, NOW),
            NOW);
      }
      Claim.Request request =
          new Claim.Request("b", NOW, Set.of("java:flow"), executions, List.of(), Claim.Again.NO);
      int before = statements.since();
      assertThat(before).isPositive();
      List<ExecutionId> claimed =
          store.claim(request).stream().map(claim -> claim.record().id()).toList();
      assertThat(store.journals(claimed))
          .hasSize(executions)
          .allSatisfy((id, entries) -> assertThat(entries).hasSize(2));
      return statements.since();
    }
  }

  @Test
  void fifty_claims_take_as_many_statements_as_twenty() {
    int twenty = claim(20);
    assertThat(twenty).isPositive();
    assertThat(claim(50)).isEqualTo(twenty);
  }

  @Test
  void a_step_that_ends_is_a_look_at_its_execution_and_one_statement_that_writes_and_commits() {
    try (JdbcStore store = statements.store()) {
      ExecutionId id = Executions.held(store, "one");
      assertThat(statements.since()).isPositive();
      store.commit(new Commit("a").fence(id, 1, 1).journal(Executions.entry(1)), NOW);
      assertThat(statements.since()).isEqualTo(2);
      assertThat(store.journal(id)).hasSize(1);
    }
  }

  @Test
  void a_beginning_is_a_look_and_one_statement_that_writes_and_commits() {
    try (JdbcStore store = statements.store()) {
      ExecutionId first = Executions.held(store, "first");
      assertThat(statements.since()).isPositive();
      assertThat(Executions.held(store, "second")).isNotEqualTo(first);
      assertThat(statements.since()).isEqualTo(2);
    }
  }

  /** Others are told too: the store has not been told that there are none. */
  @Test
  void an_end_is_a_look_also_at_who_waits_and_one_statement_that_writes_and_commits() {
    try (JdbcStore store = statements.store()) {
      ExecutionId id = Executions.held(store, "one");
      Commit end = Executions.end(store, id);
      assertThat(statements.since()).isPositive();
      store.commit(end, NOW);
      assertThat(statements.since()).isEqualTo(2);
      assertThat(store.executions(List.of(id)).getFirst().state().end()).isEqualTo(new End(NOW, 1));
    }
  }

  @Test
  void what_is_written_by_many_at_once_is_all_there() {
    try (JdbcStore store = statements.store()) {
      ExecutionId id = Executions.held(store, "one");
      Commit large = new Commit("a").fence(id, 1, 1);
      for (int i = 1; i <= 30; i++) {
        large.journal(Executions.entry(i)).log(Executions.line("line " + i));
      }
      store.commit(large, NOW);
      assertThat(store.journal(id)).hasSize(30);
      assertThat(store.log(id, 0, 99)).hasSize(30);
    }
  }
}
