package io.flowengine.connectors.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.FlowEngine;
import io.flowengine.connector.OutboundPolicy;
import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.ReturnWhen;
import io.flowengine.spi.Cell;
import io.flowengine.testkit.FlowEngineExtension;
import io.flowengine.testkit.ForwardingStore;
import io.flowengine.testkit.connector.RawServer;
import io.flowengine.testkit.rule.Rule;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A long body on its way to a server that takes its time. */
@Rule("FA-178")
class RestUploadTest {
  private static final int MEGABYTE = 1024 * 1024;
  private static final int SIZE = 32 * MEGABYTE;
  private static final int SIP = 8 * MEGABYTE;
  private static final int CHUNK = MEGABYTE / 4;

  /** What the buffers of two sockets of this machine hold, and a little of our own. */
  private static final int BUFFERED = 16 * MEGABYTE;

  /** How long a sender that could go on would at most do nothing; a shorter time sees less. */
  private static final long LOOK_NANOS = 100_000_000;

  private static final RestConnector REST = RestConnector.create();

  private final AtomicLong chunks = new AtomicLong();
  private final AtomicLong ahead = new AtomicLong();

  /** Counts the chunks of files that are read. */
  private final class CountingStore extends ForwardingStore {
    CountingStore() {
      super(FlowEngine.inMemoryStore());
    }

    @Override
    public Cell cell(String namespace, String key) {
      Cell cell = super.cell(namespace, key);
      if (namespace.equals("file") && key.contains("/")) {
        chunks.incrementAndGet();
      }
      return cell;
    }
  }

  @RegisterExtension
  final FlowEngineExtension flows =
      FlowEngineExtension.builder()
          .store(CountingStore::new)
          .engine(
              builder -> builder.connector(REST).outbound(OutboundPolicy.standard().openLoopback()))
          .flow(
              "main",
              (system, self, inputs) -> {
                system.file("long").saveContent(() -> new ByteArrayInputStream(new byte[SIZE]));
                chunks.set(0);
                return self.connectTo("REST").inputs(inputs).run(ReturnWhen.ALL_ENDED).outputs();
              })
          .build();

  /** Reads a piece only when the sender reads no further. */
  private void sip(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    for (long received = 0; received < SIZE; received += SIP) {
      long before;
      do {
        before = chunks.get();
        LockSupport.parkNanos(LOOK_NANOS);
      } while (before == 0 || before < chunks.get());
      ahead.accumulateAndGet(before * CHUNK - received, Math::max);
      assertThat(in.readNBytes(SIP)).hasSize(SIP);
    }
    RawServer.write(socket, "HTTP/1.1 204 No Content\r\n\r\n");
  }

  @Test
  void a_body_is_read_no_further_than_buffers_take_it() {
    try (RawServer raw = RestWorld.raw(this::sip)) {
      Execution main =
          flows
              .engine()
              .flow("main")
              .inputs(RestWorld.inputs(RestWorld.url(raw), "method", "put", "src", "long"))
              .start()
              .await(Duration.ofSeconds(60));

      Execution connection = main.children().getFirst();
      assertThat(connection.status())
          .as("%s", connection.message())
          .isEqualTo(ExecutionStatus.ENDED_SUCCESS);
      assertThat(ahead.get()).isBetween((long) CHUNK, (long) BUFFERED);
    }
  }
}
