package io.flowengine.testkit.engine;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.FlowEngine;
import io.flowengine.execution.RecordRef;
import io.flowengine.resource.Overlap;
import io.flowengine.resource.Schedule;
import io.flowengine.spi.Cell;
import io.flowengine.spi.StoredRecord;
import io.flowengine.testkit.ForwardingStore;
import io.flowengine.testkit.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is not read from the store, for many do it at once. */
@Timeout(60)
class StoreReadsTest {
  private final VirtualTime time = VirtualTime.manual();
  private final List<String> reads = new CopyOnWriteArrayList<>();
  private final FlowEngine engine =
      FlowEngine.builder()
          .environment(time.node())
          .store(new Listening())
          .shutdown(Duration.ZERO)
          .flow("work", (system, self, inputs) -> null)
          .build();

  /** Notes which records and cells are read. */
  private final class Listening extends ForwardingStore {
    Listening() {
      super(FlowEngine.inMemoryStore());
    }

    @Override
    public Optional<StoredRecord> record(RecordRef ref) {
      reads.add(ref.type() + " " + ref.by());
      return super.record(ref);
    }

    @Override
    public Cell cell(String namespace, String key) {
      reads.add(namespace + " cell");
      return super.cell(namespace, key);
    }
  }

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void a_schedule_reads_neither_its_record_nor_how_far_it_has_come_to_fire() {
    Schedule hourly = Schedule.cron("0 * * * *").flow("work").overlap(Overlap.ALLOW);
    engine.schedules().save("s", hourly);
    time.settle();
    reads.clear();
    time.advance(ofHours(3));

    assertThat(reads).filteredOn(read -> !read.startsWith("FLOW")).isEmpty();
    assertThat(engine.schedules().history("s", 10)).hasSize(3);
  }

  private void start(int times) {
    for (int i = 0; i < times; i++) {
      var unused = engine.flow("work").start();
    }
    time.settle();
  }

  @Test
  void what_is_attached_to_a_flow_is_read_by_one_of_those_who_ask() {
    start(1);
    reads.clear();
    start(50);
    assertThat(reads).isEmpty();

    time.advance(ofMillis(600));
    reads.clear();
    start(50);
    assertThat(reads).containsExactly("FLOW name");
  }

  @Test
  void what_is_attached_to_a_flow_is_read_anew_after_a_second() {
    start(1);
    time.advance(ofSeconds(1));
    reads.clear();
    start(50);

    assertThat(reads).containsExactly("FLOW name");
  }
}
