package io.flowengine.jdbc.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.jdbc.PostgresServer;
import io.flowengine.testkit.process.ChildJvm;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Several JVMs on one PostgreSQL that are killed, stand still, are cut off, or go by a wrong clock.
 */
class SeveralJvmsTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration LONGER_THAN_A_LEASE = Duration.ofSeconds(12);
  private static final int NODES = 3;
  private static final int ORDERS_PER_MINUTE = 390;
  private static final int OVERLAP = 40;

  private final AuditedSchema schema = new AuditedSchema();
  private final List<Node> nodes = new ArrayList<>();
  private long begun;
  private int started;

  SeveralJvmsTest() throws SQLException, IOException {}

  /** One place for a JVM, which has others one after the other. */
  private final class Node implements AutoCloseable {
    private final CuttingProxy proxy = new CuttingProxy(PostgresServer.SERVER.port());
    private final long ahead;
    private final int orders;
    private ChildJvm jvm;
    private long suspendedUntil;

    Node(String name, long ahead, int orders) throws IOException {
      this.ahead = ahead;
      this.orders = orders;
      jvm = begin(name);
    }

    private ChildJvm begin(String name) {
      return ChildJvm.start(
          NodeJvm.class,
          StoreAddress.of(proxy.port(), schema.name()),
          String.valueOf(PostgresServer.SERVER.port()),
          name,
          String.valueOf(ahead),
          String.valueOf(orders),
          String.valueOf(first()));
    }

    /** The order to begin with: those before were started a while ago. */
    private int first() {
      long due = (System.nanoTime() - begun) / NodeJvm.BETWEEN_ORDERS.toNanos();
      return Math.clamp(due - OVERLAP, 0, orders);
    }

    void replace() {
      jvm.kill();
      suspendedUntil = 0;
      jvm = begin("node" + ++started);
    }

    void suspend() {
      jvm.suspend();
      suspendedUntil = System.nanoTime() + LONGER_THAN_A_LEASE.toNanos();
    }

    boolean isSuspended() {
      return suspendedUntil != 0;
    }

    void resume() {
      jvm.resume();
      suspendedUntil = 0;
    }

    @Override
    public void close() throws IOException {
      jvm.close();
      proxy.close();
    }
  }

  private static void rest(long millis) {
    LockSupport.parkNanos(millis * 1_000_000);
  }

  @Test
  void a_history_of_twenty_seconds_is_without_fault() throws Exception {
    play(Duration.ofSeconds(20));
  }

  @Test
  @Tag("full")
  void a_history_as_long_as_asked_for_is_without_fault() throws Exception {
    play(Duration.ofSeconds(Long.getLong("jvms.seconds", 60)));
  }

  private void play(Duration length) throws Exception {
    int orders = Math.toIntExact(length.toSeconds() * ORDERS_PER_MINUTE / 60);
    long seed = Long.getLong("jvms.seed", System.nanoTime());
    System.out.println("several JVMs: again with -Djvms.seed=" + seed);
    begun = System.nanoTime();
    try {
      for (int i = 0; i < NODES; i++) {
        nodes.add(new Node("node" + ++started, i == 0 ? 3600 : 0, orders));
      }
      for (Node node : nodes) {
        node.jvm.await("open", PATIENCE);
      }
      disturb(new Random(seed), length);
      awaitEnd(orders);
      assertThat(schema.number("SELECT count(*) FROM executions")).isEqualTo(3L * orders);
      assertThat(schema.number("SELECT count(*) FROM executions WHERE status <> 'ENDED_SUCCESS'"))
          .isZero();
      assertThat(
              schema.number(
                  "SELECT count(DISTINCT name) FROM executions WHERE flow_name = 'order'"
                      + " AND outputs LIKE '%\"sum\":3%'"))
          .isEqualTo(orders);
      LeaseHistory history = new LeaseHistory(schema);
      System.out.println("several JVMs: " + history.summary());
      assertThat(history.findings()).as("with -Djvms.seed=%s", seed).isEmpty();
      if (length.compareTo(Duration.ofMinutes(1)) >= 0) { // in less, no victim may hold anything
        assertThat(history.takenOver()).as("executions taken over").isPositive();
      }
    } catch (AssertionError e) {
      throw new AssertionError("-Djvms.seed=" + seed + ": " + e.getMessage() + stories(), e);
    } finally {
      for (Node node : nodes) {
        node.close();
      }
    }
  }

  private String stories() {
    StringBuilder stories = new StringBuilder();
    nodes.forEach(node -> stories.append(node.jvm.story()));
    return stories.toString();
  }

  private void disturb(Random random, Duration length) {
    long end = System.nanoTime() + length.toNanos();
    while (System.nanoTime() < end) {
      Node node = nodes.get(random.nextInt(NODES));
      switch (random.nextInt(5)) {
        case 0 -> node.replace();
        case 1 -> {
          if (nodes.stream().noneMatch(Node::isSuspended)) {
            node.suspend();
          }
        }
        default -> node.proxy.cut();
      }
      rest(300 + random.nextInt(1200));
      resumeDue(false);
    }
    resumeDue(true);
  }

  private void resumeDue(boolean all) {
    for (Node node : nodes) {
      if (node.isSuspended() && (all || System.nanoTime() > node.suspendedUntil)) {
        node.resume();
      }
    }
  }

  private void awaitEnd(int orders) throws SQLException {
    long end = System.nanoTime() + PATIENCE.plusMillis(50L * orders).toNanos();
    while (schema.number("SELECT count(*) FROM executions WHERE status LIKE 'ENDED%'")
        < 3L * orders) {
      assertThat(System.nanoTime())
          .as(
              "everything ends: %s",
              schema.list(
                  "SELECT name || ' ' || status || ' ' || coalesce(node, '-') FROM executions"
                      + " WHERE status NOT LIKE 'ENDED%' LIMIT 20",
                  row -> row.getString(1)))
          .isLessThan(end);
      rest(100);
    }
  }

  @Test
  void what_a_killed_jvm_was_doing_is_taken_over_within_15_seconds() throws Exception {
    try (Node dying = new Node("hangs", 0, 1)) {
      awaitBodies(1);
      try (Node heir = new Node("heir", 0, 0)) {
        heir.jvm.await("open", PATIENCE);
        long killed = System.nanoTime();
        dying.jvm.kill();
        awaitBodies(2);
        Duration taken = Duration.ofNanos(System.nanoTime() - killed);
        System.out.println("failover after kill -9: " + taken);
        assertThat(taken).isLessThanOrEqualTo(Duration.ofSeconds(15));
        awaitEnd(1);
      }
    }
  }

  private void awaitBodies(int count) throws SQLException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (schema.number("SELECT count(*) FROM bodies") < count) {
      assertThat(System.nanoTime()).as("step bodies run").isLessThan(end);
      rest(20);
    }
  }
}
