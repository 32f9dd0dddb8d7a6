package io.flowengine.jdbc.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.FlowEngine;
import io.flowengine.StoreHealth;
import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.Query;
import io.flowengine.jdbc.JdbcStore;
import io.flowengine.jdbc.PostgresServer;
import io.flowengine.jdbc.process.CuttingProxy.Fate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * PostgreSQL goes away under load: nothing is lost, nothing is done twice, and the engine goes on
 * by itself.
 */
class LostDatabaseTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final int ORDERS = 60;
  private static final int CUTS = 30;

  private final Map<String, Integer> bodies = new ConcurrentHashMap<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private FlowEngine engine(JdbcStore store) {
    return FlowEngine.builder()
        .store(store)
        .shutdown(Duration.ofSeconds(5))
        .flow(
            "order",
            (system, self, inputs) -> {
              long sum = 0;
              for (int i = 0; i < 5; i++) {
                long number = i;
                sum +=
                    Objects.requireNonNull(
                        self.step("step", Long.class, step -> run(step.idempotencyKey(), number)));
                self.log("step " + i);
              }
              self.flow("part").name("part").run();
              self.sleep(Duration.ofMillis(200));
              return Map.of("sum", sum);
            })
        .flow(
            "part",
            (system, self, inputs) ->
                self.step("part", Long.class, step -> run(step.idempotencyKey(), 1)))
        .build();
  }

  private long run(String key, long result) {
    bodies.merge(key, 1, Integer::sum);
    return result;
  }

  /** Starts orders from several threads while something happens to the database. */
  private List<Future<Execution>> orders(FlowEngine engine) {
    return orders(engine, 0);
  }

  private List<Future<Execution>> orders(FlowEngine engine, int first) {
    List<Future<Execution>> ended = new ArrayList<>();
    for (int i = first; i < first + ORDERS; i++) {
      String key = "order-" + i;
      ended.add(
          threads.submit(
              () -> engine.flow("order").name(key).idempotencyKey(key).start().await(PATIENCE)));
    }
    return ended;
  }

  private void check(JdbcStore store, List<Future<Execution>> orders) throws Exception {
    for (Future<Execution> order : orders) {
      assertThat(order.get().outputs()).containsEntry("sum", 10L);
      assertThat(order.get().log()).hasSize(5);
    }
    List<ExecutionRecord> all = store.executions(Query.all().limit(1000)).items();
    assertThat(all).hasSize(2 * orders.size());
    assertThat(all).allMatch(record -> record.status() == ExecutionStatus.ENDED_SUCCESS);
    assertThat(bodies).hasSize(6 * orders.size());
    assertThat(bodies.values()).as("runs of step bodies").containsOnly(1);
  }

  @Test
  void a_server_that_dies_and_comes_back_is_gone_on_with(@TempDir Path folder) throws Exception {
    try (MortalServer server = new MortalServer(folder);
        JdbcStore store = JdbcStore.postgres(StoreAddress.source(server.port()));
        FlowEngine engine = engine(store)) {
      List<Future<Execution>> orders = orders(engine);
      for (String signal : List.of("QUIT", "KILL")) {
        server.signal(signal);
        StoreHealth health = health(engine, false);
        assertThat(health.toText()).contains("the store does not answer since");
        server.start();
        assertThat(health(engine, true).since()).isAfter(health.since());
      }
      check(store, orders);
      assertThat(engine.operations().storeHealth().waitingCalls()).isZero();
    }
  }

  /** Waits until the engine notices; it renews its lease every few seconds. */
  private static StoreHealth health(FlowEngine engine, boolean answering) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    StoreHealth health = engine.operations().storeHealth();
    while (health.isAnswering() != answering) {
      assertThat(System.nanoTime()).as(health.toText()).isLessThan(end);
      LockSupport.parkNanos(10_000_000);
      health = engine.operations().storeHealth();
    }
    return health;
  }

  @Test
  void a_connection_that_is_cut_while_it_commits_loses_and_repeats_nothing() throws Exception {
    long seed = Long.getLong("cut.seed", System.nanoTime());
    Random random = new Random(seed);
    try (CuttingProxy proxy = new CuttingProxy(PostgresServer.SERVER.port())) {
      PGSimpleDataSource source = StoreAddress.source(proxy.port());
      source.setPrepareThreshold(0);
      try (JdbcStore store =
              JdbcStore.builder(source).schema(PostgresServer.SERVER.newSchema()).open();
          FlowEngine engine = engine(store)) {
        proxy.plan(
            number ->
                proxy.cuts() >= CUTS
                    ? Fate.NONE
                    : switch (random.nextInt(6)) {
                      case 0 -> Fate.LOST;
                      case 1 -> Fate.UNANSWERED;
                      default -> Fate.NONE;
                    });
        List<Future<Execution>> orders = orders(engine);
        check(store, orders);
        while (proxy.cuts() < CUTS) { // a quick database commits many at once, so there are few
          orders.addAll(orders(engine, orders.size()));
          check(store, orders);
        }
        proxy.plan(number -> Fate.NONE);
      }
    } catch (AssertionError e) {
      throw new AssertionError("-Dcut.seed=" + seed + ": " + e.getMessage(), e);
    }
  }

  @Test
  void a_network_that_is_dead_without_a_word_is_given_up_after_the_timeout() throws Exception {
    try (CuttingProxy proxy = new CuttingProxy(PostgresServer.SERVER.port());
        JdbcStore store =
            JdbcStore.builder(StoreAddress.source(proxy.port()))
                .schema(PostgresServer.SERVER.newSchema())
                .networkTimeout(Duration.ofMillis(500))
                .open();
        FlowEngine engine = engine(store)) {
      for (int i = 0; i < 3; i++) {
        proxy.swallow();
        assertThat(engine.flow("part").start().await(PATIENCE).outputs())
            .containsEntry("result", 1L);
      }
      assertThat(bodies.values()).as("runs of step bodies").hasSize(3).containsOnly(1);
    }
  }

  @Test
  void connections_that_the_server_ends_are_opened_again() throws Exception {
    try (JdbcStore store =
            JdbcStore.builder(PostgresServer.SERVER.dataSource())
                .schema(PostgresServer.SERVER.newSchema())
                .open();
        FlowEngine engine = engine(store)) {
      List<Future<Execution>> orders = orders(engine);
      for (int i = 0; i < 10; i++) {
        PostgresServer.SERVER.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                + " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'");
      }
      check(store, orders);
    }
  }
}
