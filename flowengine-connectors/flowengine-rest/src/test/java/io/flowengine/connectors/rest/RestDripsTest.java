package io.flowengine.connectors.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.FlowEngine;
import io.flowengine.connector.OutboundPolicy;
import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.ReturnWhen;
import io.flowengine.testkit.connector.RawServer;
import io.flowengine.testkit.rule.Rule;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * Bodies of which each piece comes in time, and the whole never. The time of the whole call ends
 * them; it is that of the machine, by which the servers drip.
 */
@Rule("FA-178")
class RestDripsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration SHORTEST = Duration.ofMillis(400);
  private static final Duration LONGEST = Duration.ofSeconds(26);
  private static final int SIP = 16 * 1024;
  private static final long DROP_NANOS = 5_000_000;
  private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n";

  private final AtomicInteger drops = new AtomicInteger();

  private void drip(Socket socket) throws IOException {
    RawServer.write(socket, HEAD);
    while (true) {
      RawServer.write(socket, "x");
      drops.incrementAndGet();
      LockSupport.parkNanos(DROP_NANOS);
    }
  }

  private void sip(Socket socket) throws IOException {
    while (socket.getInputStream().readNBytes(SIP).length > 0) {
      drops.incrementAndGet();
      LockSupport.parkNanos(DROP_NANOS);
    }
  }

  /** A slow machine needs a longer time until the first pieces have come. */
  private void requireEnded(RawServer raw, Object... more) {
    Duration whole = SHORTEST;
    requireEnded(raw, whole, more);
    while (drops.get() <= 3 && whole.compareTo(LONGEST) < 0) {
      whole = whole.multipliedBy(2);
      requireEnded(raw, whole, more);
    }
    assertThat(drops.get()).as("pieces that came in time").isGreaterThan(3);
  }

  private void requireEnded(RawServer raw, Duration whole, Object... more) {
    drops.set(0);
    try (RestConnector rest = RestConnector.create();
        FlowEngine engine =
            FlowEngine.builder()
                .connector(rest)
                .outbound(OutboundPolicy.standard().openLoopback())
                .flow(
                    "main",
                    (system, self, inputs) -> {
                      Map<String, Object> given = new LinkedHashMap<>(inputs);
                      if (given.get("src") instanceof String file) {
                        system.file(file).saveTextContent("x".repeat(10_000_000));
                      }
                      return self.connectTo("REST")
                          .inputs(given)
                          .timeout(whole)
                          .run(ReturnWhen.ALL_ENDED)
                          .outputs();
                    })
                .build()) {
      Map<String, Object> inputs = RestWorld.inputs(RestWorld.url(raw), more);
      inputs.put("read_timeout", 60);
      Execution main = engine.flow("main").inputs(inputs).start();
      main.outcome(PATIENCE);
      Execution connection = main.children().getFirst();
      connection.outcome(PATIENCE);

      assertThat(connection.status()).isEqualTo(ExecutionStatus.ENDED_CANCELLED);
      assertThat(connection.message().orElse("")).startsWith("timeout after");
      while (raw.open() > 0) {
        LockSupport.parkNanos(DROP_NANOS);
      }
    }
  }

  @Test
  void an_answer_that_drips_without_an_end() {
    try (RawServer raw = RestWorld.raw(this::drip)) {
      requireEnded(raw);
    }
  }

  @Test
  void an_answer_that_drips_into_a_file() {
    try (RawServer raw = RestWorld.raw(this::drip)) {
      requireEnded(raw, "dst", "drips");
    }
  }

  @Test
  void a_server_that_takes_a_body_sip_by_sip() {
    try (RawServer raw = RestWorld.raw(this::sip)) {
      requireEnded(raw, "method", "put", "src", "large");
    }
  }
}
