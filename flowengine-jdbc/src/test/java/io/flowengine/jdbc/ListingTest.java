package io.flowengine.jdbc;

import static io.flowengine.jdbc.Executions.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.FlowEngine;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.Filter;
import io.flowengine.execution.Filter.Op;
import io.flowengine.execution.Page;
import io.flowengine.execution.Query;
import io.flowengine.execution.Value;
import io.flowengine.spi.Commit;
import io.flowengine.spi.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Listings give the same as those of the store in memory, whoever filters and sorts. */
class ListingTest {
  private static final Store MEMORY = FlowEngine.inMemoryStore();
  private static JdbcStore sqlite;
  private static JdbcStore postgres;

  @BeforeAll
  static void fill() {
    sqlite = TemporaryStores.sqlite();
    postgres = PostgresServer.SERVER.store();
    Random random = new Random(7);
    List<String> names = List.of("alpha", "Alpha", "my_flow", "my-flow", "50%", "a\\b", "ä", "");
    for (int i = 0; i < 60; i++) {
      ExecutionRecord record =
          Executions.record(
              names.get(random.nextInt(names.size())),
              random.nextInt(3),
              NOW.plus(Duration.ofMillis(random.nextInt(20))),
              Value.of(Map.of("x", random.nextInt(3))));
      Commit commit = new Commit("a").create(new Commit.Creation(record, null, null));
      Stream.of(MEMORY, sqlite, postgres).forEach(store -> store.commit(commit, NOW));
    }
  }

  @AfterAll
  static void close() {
    sqlite.close();
    postgres.close();
  }

  private static Filter is(String field, Op op, Object value) {
    return new Filter.Condition(field, op, value);
  }

  static Stream<Query> queries() {
    List<Filter> filters =
        List.of(
            Filter.all(),
            Filter.eq("name", "alpha"),
            Filter.not(Filter.eq("name", "alpha")),
            is("name", Op.NE, null),
            is("project_id", Op.NE, "p"),
            is("project_id", Op.LT, "p"),
            Filter.not(is("project_id", Op.LT, "p")),
            is("project_id", Op.IS_NULL, true),
            Filter.eq("project_id", null),
            Filter.like("name", "my_%"),
            Filter.like("name", "my-%"),
            Filter.like("name", "ALPHA"),
            Filter.like("name", "50\\%"),
            Filter.not(Filter.like("name", "al%")),
            is("name", Op.ILIKE, "ALPHA"),
            is("name", Op.GE, "a"),
            Filter.in("name", List.of("ä", "50%", 7)),
            Filter.in("priority", List.of(1, 2.0, "x")),
            is("priority", Op.GT, 0.5),
            is("priority", Op.LE, 1),
            Filter.eq("priority", "1"),
            is("created_at", Op.GT, NOW.plusMillis(9)),
            is("created_at", Op.LE, "2030-01-01T00:00:00.009Z"),
            is("created_at", Op.GT, NOW.plusMillis(9).plusNanos(5)),
            Filter.eq("is_deleted", false),
            Filter.eq("flow_name", "flow"),
            Filter.or(Filter.eq("name", "alpha"), Filter.like("name", "a_b")),
            Filter.and(Filter.eq("status", "RUNNING"), Filter.not(Filter.eq("priority", 1))));
    List<String[]> orders =
        List.of(
            new String[0],
            new String[] {"name"},
            new String[] {"-priority", "created_at"},
            new String[] {"project_id", "-name"},
            new String[] {"description", "name"});
    return filters.stream()
        .flatMap(
            filter -> orders.stream().map(order -> Query.where(filter).orderBy(order).limit(7)));
  }

  private static List<ExecutionRecord> all(Store store, Query first) {
    List<ExecutionRecord> all = new ArrayList<>();
    Query query = first;
    do {
      Page<ExecutionRecord> page = store.executions(query);
      all.addAll(page.items());
      query = query.after(page.cursor());
    } while (query.cursor() != null);
    return all;
  }

  @ParameterizedTest
  @MethodSource("queries")
  void pages_are_those_of_the_store_in_memory(Query query) {
    List<ExecutionRecord> expected = all(MEMORY, query);
    assertThat(all(sqlite, query)).isEqualTo(expected);
    assertThat(all(postgres, query)).isEqualTo(expected);
  }
}
