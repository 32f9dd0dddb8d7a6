package io.flowengine.benchmarks;

import static java.util.Objects.requireNonNull;

import io.flowengine.FlowEngine;
import io.flowengine.benchmarks.peer.BenchmarkDatabase;
import io.flowengine.jdbc.JdbcStore;
import io.flowengine.resource.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * How long after their time schedules start their flows, if all of them fire in the same minute.
 * They are cron schedules of one minute of each hour, so that each goes on waiting afterwards. A
 * whole run takes three minutes: saving them is not measured, but must be over before their minute.
 */
final class SchedulesAtOnce implements Benchmark {
  private static final int SAVERS = 50;
  private static final int SAVED_PER_SECOND = 100;

  private final Queue<Double> late = new ConcurrentLinkedQueue<>();

  @Override
  public String name() {
    return "schedules";
  }

  @Override
  public List<Figure> run(boolean quick) throws Exception {
    int count = quick ? 1_000 : 10_000;
    return Databases.PG.measure(database -> measure(database, count));
  }

  private List<Figure> measure(BenchmarkDatabase database, int count) throws Exception {
    CountDownLatch started = new CountDownLatch(count);
    try (JdbcStore store = database.store("schedules");
        FlowEngine engine =
            FlowEngine.builder()
                .store(store)
                .flow("tick", (system, self, inputs) -> tick(inputs, started))
                .build()) {
      Instant minute = minuteAfter(Duration.ofSeconds(10 + count / SAVED_PER_SECOND));
      save(engine, minute, count);
      if (!started.await(10, TimeUnit.MINUTES)) {
        throw new IllegalStateException(started.getCount() + " schedules did not fire");
      }
    }
    List<Double> sorted = new ArrayList<>(late);
    sorted.sort(null);
    return List.of(
        figure(count, "the median start", sorted.get(sorted.size() / 2)),
        figure(count, "the last start", sorted.getLast()));
  }

  private @Nullable Object tick(Map<String, @Nullable Object> inputs, CountDownLatch started) {
    Instant nominal = ((OffsetDateTime) requireNonNull(inputs.get("scheduled_for"))).toInstant();
    late.add(Duration.between(nominal, Instant.now()).toMillis() / 1000.0);
    started.countDown();
    return null;
  }

  private static Instant minuteAfter(Duration pause) {
    return Instant.now().plus(pause).truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES);
  }

  private static void save(FlowEngine engine, Instant minute, int count) throws Exception {
    int at = minute.atOffset(ZoneOffset.UTC).getMinute();
    Schedule schedule = Schedule.cron(at + " * * * *").flow("tick");
    AtomicInteger number = new AtomicInteger();
    double unused =
        Samples.perSecond(
            SAVERS,
            count / SAVERS,
            () -> engine.schedules().save("s" + number.incrementAndGet(), schedule));
    if (!Instant.now().isBefore(minute)) {
      throw new IllegalStateException("saving the schedules took too long; nothing is measured");
    }
  }

  private Figure figure(int count, String which, double seconds) {
    String variant = count + " schedules of one minute, PostgreSQL: " + which;
    return new Figure(name(), variant, seconds, "s after it", null);
  }
}
