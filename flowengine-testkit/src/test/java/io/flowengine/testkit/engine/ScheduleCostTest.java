package io.flowengine.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.FlowEngine;
import io.flowengine.execution.Diagnosis;
import io.flowengine.execution.ExecutionRecord;
import io.flowengine.execution.Filter;
import io.flowengine.execution.Query;
import io.flowengine.resource.Schedule;
import io.flowengine.spi.Commit;
import io.flowengine.spi.CommitResult;
import io.flowengine.testkit.ForwardingStore;
import io.flowengine.testkit.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a fire writes. Time stands at 2030-01-01T00:00Z and is moved. */
class ScheduleCostTest {
  private final VirtualTime time = VirtualTime.manual();
  private final Queue<Commit> commits = new ConcurrentLinkedQueue<>();
  private final FlowEngine engine =
      FlowEngine.builder()
          .environment(time.node())
          .store(new Noting())
          .shutdown(Duration.ZERO)
          .flow("work", (system, self, inputs) -> null)
          .build();

  private final class Noting extends ForwardingStore {
    Noting() {
      super(FlowEngine.inMemoryStore());
    }

    @Override
    public CommitResult commit(Commit commit, Instant now) {
      commits.add(commit);
      return super.commit(commit, now);
    }
  }

  @BeforeEach
  void fireOnce() {
    engine.schedules().save("s", Schedule.cron("0 * * * *").flow("work"));
    time.advance(Duration.ofMinutes(90));
    commits.clear();
  }

  @AfterEach
  void close() {
    engine.close();
  }

  private ExecutionRecord runner() {
    Query query = Query.where(Filter.eq("type", "SCHEDULE"));
    return engine.executions(query).items().getFirst();
  }

  @Test
  void a_fire_is_one_commit_besides_the_end_of_what_it_starts() {
    time.advance(Duration.ofHours(3));

    List<Commit> ofTheSchedule =
        commits.stream()
            .filter(commit -> commit.fence() != null)
            .filter(commit -> commit.fence().execution().equals(runner().id()))
            .toList();
    assertThat(ofTheSchedule).hasSize(3);
    assertThat(ofTheSchedule)
        .allSatisfy(
            commit -> {
              assertThat(commit.creations()).hasSize(1);
              assertThat(commit.release()).isNotNull();
            });
    assertThat(commits).hasSize(6);
  }

  @Test
  void between_fires_a_schedule_is_seen_to_wait_for_the_next_one() {
    assertThat(engine.operations().diagnose(runner().id()))
        .isInstanceOfSatisfying(
            Diagnosis.Waiting.class,
            waiting -> {
              assertThat(waiting.since()).isEqualTo("2030-01-01T01:00:00Z");
              assertThat(waiting.until()).isEqualTo("2030-01-01T02:00:00Z");
            });
  }
}
