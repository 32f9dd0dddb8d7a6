package io.flowengine.benchmarks;

import io.flowengine.FlowEngine;
import io.flowengine.benchmarks.peer.BenchmarkDatabase;
import io.flowengine.jdbc.JdbcStore;
import io.flowengine.resource.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** How late the last of many schedules starts its flow that fire at the same instant. */
final class SchedulesAtOnce implements Benchmark {
  private static final int SAVERS = 50;

  @Override
  public String name() {
    return "schedules";
  }

  @Override
  public List<Figure> run(boolean quick) throws Exception {
    int count = quick ? 1_000 : 10_000;
    return Databases.PG.measure(database -> List.of(measure(database, count)));
  }

  private Figure measure(BenchmarkDatabase database, int count) throws Exception {
    CountDownLatch started = new CountDownLatch(count);
    try (JdbcStore store = database.store("schedules");
        FlowEngine engine =
            FlowEngine.builder()
                .store(store)
                .flow(
                    "tick",
                    (system, self, inputs) -> {
                      started.countDown();
                      return null;
                    })
                .build()) {
      Instant at = Instant.now().plus(Duration.ofSeconds(30 + count / 100));
      AtomicInteger number = new AtomicInteger();
      Schedule schedule = Schedule.at(at).flow("tick");
      double unused =
          Samples.perSecond(
              SAVERS,
              count / SAVERS,
              () -> engine.schedules().save("s" + number.incrementAndGet(), schedule));
      if (!Instant.now().isBefore(at)) {
        throw new IllegalStateException("saving the schedules took too long; nothing is measured");
      }
      if (!started.await(10, TimeUnit.MINUTES)) {
        throw new IllegalStateException(started.getCount() + " schedules did not fire");
      }
      double late = Duration.between(at, Instant.now()).toMillis() / 1000.0;
      String variant = count + " schedules at one instant, PostgreSQL: the last start";
      return new Figure(name(), variant, late, "s after it", null);
    }
  }
}
