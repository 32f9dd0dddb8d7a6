package io.flowengine.testkit.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.FlowEngine;
import io.flowengine.FlowEngineBuilder;
import io.flowengine.connector.Connector;
import io.flowengine.connector.OutboundPolicy;
import io.flowengine.execution.Execution;
import io.flowengine.execution.ReturnWhen;
import io.flowengine.flow.FlowContext;
import io.flowengine.flow.FlowHandler;
import io.flowengine.spi.Store;
import io.flowengine.testkit.process.OffsetEnvironment;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Engines with a connector and the flows that use it, on the time of this machine. */
final class KitEngines {
  static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long LOOK_NANOS = 5_000_000;

  private final Connector connector;

  KitEngines(Connector connector) {
    this.connector = connector;
  }

  /** An engine that has the flow {@code main}: one connection, whose end it waits for. */
  FlowEngineBuilder builder(Store store, OutboundPolicy policy) {
    return FlowEngine.builder()
        .store(store)
        .outbound(policy)
        .shutdown(Duration.ofSeconds(5))
        .connector(connector)
        .flow("main", (system, self, inputs) -> outputs(self, inputs));
  }

  /** Makes a connection, and logs what comes of it as flows do. */
  Map<String, @Nullable Object> outputs(FlowContext self, Map<String, ?> inputs) {
    Execution connection =
        self.connectTo(connector.type()).inputs(inputs).run(ReturnWhen.ALL_ENDED);
    self.log("outputs", connection.outputs());
    return connection.outputs();
  }

  /** An engine that may connect to this machine. */
  FlowEngineBuilder builder(Store store) {
    return builder(store, OutboundPolicy.standard().openLoopback());
  }

  FlowEngine open(Store store) {
    return builder(store).build();
  }

  /** An engine that has one flow more. */
  FlowEngine open(Store store, String flow, FlowHandler handler) {
    return builder(store).flow(flow, handler).build();
  }

  /** A node that comes when all leases of those before it have run out. */
  FlowEngine heir(Store store) {
    return builder(store).environment(new OffsetEnvironment(Duration.ofMinutes(1))).build();
  }

  /** The only connection of a flow. */
  static Execution connection(Execution main) {
    List<Execution> children = main.children();
    assertThat(children).as("connections of %s: %s", main.name(), main.message()).hasSize(1);
    return children.getFirst();
  }

  static void await(String what, BooleanSupplier condition) {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waiting for: %s", what).isLessThan(until);
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  /** Waits while an execution goes on. */
  static void await(String what, Execution main, BooleanSupplier condition) {
    await(
        what,
        () -> {
          assertThat(main.status().isEnded()).as("the end of %s", main.children()).isFalse();
          return condition.getAsBoolean();
        });
  }
}
