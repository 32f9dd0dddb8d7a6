package io.flowengine.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.execution.ExecutionId;
import io.flowengine.spi.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The contract of {@link Scheduler} as tests, on virtual time. A scheduler that has a clock of its
 * own cannot be tested with it. Extra calls are allowed everywhere, lost ones are not as long as
 * nothing crashes.
 */
public abstract class SchedulerKit {
  private static final ExecutionId ONE = ExecutionId.of(1, 1);
  private static final ExecutionId TWO = ExecutionId.of(2, 2);
  private static final ExecutionId THREE = ExecutionId.of(3, 3);

  private final VirtualTime time = VirtualTime.manual();
  private final List<ExecutionId> called = Collections.synchronizedList(new ArrayList<>());
  private Scheduler scheduler = new Unopened();

  /** For subclasses. */
  protected SchedulerKit() {}

  /** {@return a scheduler that has not been started} */
  protected abstract Scheduler open();

  @BeforeEach
  final void openScheduler() {
    scheduler = open();
    scheduler.start(time, called::add);
    time.settle();
  }

  @AfterEach
  final void closeScheduler() {
    scheduler.close();
    time.settle();
    assertThat(time.threads(time)).as("threads that are left").isEmpty();
  }

  private void arm(int seconds, ExecutionId execution) {
    scheduler.arm(VirtualTime.START.plusSeconds(seconds), execution);
  }

  @Test
  final void it_calls_at_the_instant_and_not_before() {
    arm(10, ONE);
    time.advance(Duration.ofSeconds(10).minusNanos(1000));
    assertThat(called).isEmpty();
    time.advance(Duration.ofNanos(1000));
    assertThat(called).contains(ONE);
  }

  @Test
  final void a_passed_instant_is_called_at_once() {
    arm(-5, ONE);
    arm(0, TWO);
    time.settle();
    assertThat(called).contains(ONE, TWO);
  }

  @Test
  final void all_are_called_whatever_the_order_of_arming() {
    arm(3, THREE);
    arm(1, ONE);
    arm(2, TWO);
    time.advance(Duration.ofSeconds(1));
    assertThat(called).contains(ONE).doesNotContain(TWO, THREE);
    time.advance(Duration.ofSeconds(1));
    assertThat(called).contains(TWO).doesNotContain(THREE);
    time.advance(Duration.ofSeconds(1));
    assertThat(called).contains(THREE);
  }

  @Test
  final void several_can_be_armed_for_one_instant() {
    arm(1, ONE);
    arm(1, TWO);
    arm(1, THREE);
    time.advance(Duration.ofSeconds(1));
    assertThat(called).contains(ONE, TWO, THREE);
  }

  @Test
  final void an_earlier_request_for_the_same_execution_stays() {
    arm(1, ONE);
    arm(5, ONE);
    time.advance(Duration.ofSeconds(1));
    assertThat(called).contains(ONE);
    called.clear();
    time.advance(Duration.ofSeconds(4));
    assertThat(called).contains(ONE);
  }

  @Test
  final void one_can_be_armed_while_another_is_waited_for() {
    arm(10, TWO);
    time.advance(Duration.ofSeconds(1));
    arm(2, ONE);
    time.advance(Duration.ofSeconds(1));
    assertThat(called).contains(ONE).doesNotContain(TWO);
  }

  @Test
  final void far_away_is_not_too_far() {
    scheduler.arm(VirtualTime.START.plus(Duration.ofDays(36_500)), ONE);
    arm(1, TWO);
    time.advance(Duration.ofSeconds(1));
    assertThat(called).contains(TWO).doesNotContain(ONE);
  }

  @Test
  final void a_trigger_that_throws_stops_nothing() {
    scheduler.close();
    scheduler = open();
    scheduler.start(
        time,
        execution -> {
          called.add(execution);
          throw new IllegalStateException("as planned");
        });
    arm(1, ONE);
    arm(2, TWO);
    time.advance(Duration.ofSeconds(2));
    assertThat(called).contains(ONE, TWO);
  }

  @Test
  final void a_trigger_can_arm() {
    scheduler.close();
    scheduler = open();
    scheduler.start(
        time,
        execution -> {
          called.add(execution);
          if (execution.equals(ONE)) {
            arm(2, TWO);
          }
        });
    arm(1, ONE);
    time.advance(Duration.ofSeconds(2));
    assertThat(called).contains(TWO);
  }

  @Test
  final void a_closed_scheduler_calls_nobody() {
    arm(1, ONE);
    scheduler.close();
    arm(2, TWO);
    scheduler.close();
    time.advance(Duration.ofSeconds(5));
    assertThat(called).isEmpty();
  }

  /** Stands in until the first test opens a real one. */
  private static final class Unopened implements Scheduler {
    @Override
    public void start(io.flowengine.spi.Environment environment, Trigger trigger) {}

    @Override
    public void arm(java.time.Instant at, ExecutionId execution) {}

    @Override
    public void close() {}
  }
}
