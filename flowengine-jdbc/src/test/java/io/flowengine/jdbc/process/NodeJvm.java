package io.flowengine.jdbc.process;

import static java.util.Objects.requireNonNull;

import io.flowengine.FlowEngine;
import io.flowengine.flow.FlowContext;
import io.flowengine.jdbc.JdbcStore;
import io.flowengine.jdbc.LeaseClock;
import io.flowengine.jdbc.StoreOpenException;
import io.flowengine.testkit.process.ChildJvm;
import io.flowengine.testkit.process.OffsetEnvironment;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * A JVM with one engine on a PostgreSQL that several share. Arguments: the address of the store, on
 * which port the bodies of steps write down that they ran, its name, how many seconds its clock is
 * ahead, how many orders there are, and with which one it begins. Each order is started by all
 * JVMs, with the same key: one after another in their time, and in the end all that nobody lived to
 * start. A node with the name {@code hangs} never comes out of its first step.
 */
final class NodeJvm {
  static final int STEPS = 3;
  static final Duration BETWEEN_ORDERS = Duration.ofMillis(150);

  private final int port;
  private final String schema;
  private final String name;

  private NodeJvm(String schema, int port, String name) {
    this.schema = schema;
    this.port = port;
    this.name = name;
  }

  public static void main(String[] args) {
    String schema = args[0].substring(args[0].lastIndexOf(':') + 1);
    NodeJvm node = new NodeJvm(schema, Integer.parseInt(args[1]), args[2]);
    JdbcStore store = open(args[0]);
    FlowEngine engine = node.engine(store, Duration.ofSeconds(Long.parseLong(args[3])));
    ChildJvm.tell("open");
    int orders = Integer.parseInt(args[4]);
    for (int i = Integer.parseInt(args[5]); i < orders; i++) {
      order(engine, i);
      LockSupport.parkNanos(BETWEEN_ORDERS.toNanos());
    }
    for (int i = 0; i < orders; i++) {
      order(engine, i);
    }
    ChildJvm.tell("all started");
    while (true) {
      LockSupport.park(engine);
    }
  }

  /** Opens the store, again if the connection is cut just then. */
  private static JdbcStore open(String address) {
    while (true) {
      try {
        return StoreAddress.open(address, LeaseClock.DATABASE);
      } catch (StoreOpenException e) {
        System.out.println("opening the store again: " + e);
        LockSupport.parkNanos(BETWEEN_ORDERS.toNanos());
      }
    }
  }

  private static void order(FlowEngine engine, int number) {
    String key = "order-" + number;
    var unused = engine.flow("order").name(key).idempotencyKey(key).start();
  }

  private FlowEngine engine(JdbcStore store, Duration ahead) {
    return FlowEngine.builder()
        .store(store)
        .environment(new OffsetEnvironment(ahead))
        .node(name)
        .flow("order", (system, self, inputs) -> order(self))
        .flow("part", (system, self, inputs) -> Map.of("part", step(self, "part", 1)))
        .build();
  }

  private Object order(FlowContext self) {
    long sum = 0;
    for (int i = 0; i < STEPS; i++) {
      sum += step(self, "step-" + i, i);
      self.log("step " + i);
    }
    self.flow("part").run();
    self.sleep(Duration.ofMillis(100));
    self.flow("part").run();
    return Map.of("sum", sum);
  }

  private long step(FlowContext self, String key, long result) {
    return requireNonNull(
        self.step(
            key,
            Long.class,
            step -> {
              writeDown(step.idempotencyKey());
              while (name.equals("hangs")) {
                LockSupport.park(this);
              }
              return result;
            }));
  }

  private void writeDown(String step) throws SQLException {
    try (Connection connection = StoreAddress.source(port).getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                "INSERT INTO " + schema + ".bodies (node, step) VALUES (?, ?)")) {
      statement.setString(1, name);
      statement.setString(2, step);
      int unused = statement.executeUpdate();
    }
  }
}
